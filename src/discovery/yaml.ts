/**
 * YAML, to be loaded where there is some: the package is CommonJS, of which a bundle gives the
 * names to those alone that import them statically.
 */
export { parse } from "yaml";
