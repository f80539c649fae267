/** Which native files include what belongs to one layer. CMake's targets guard our own headers. */

/** System headers that one folder alone may include. */
const OWNED_HEADERS = [
  { pattern: /^[ \t]*#[ \t]*include[ \t]*<(rdma\/[^>]+)>/gm, owner: "src/fabric/" },
  { pattern: /^[ \t]*#[ \t]*include[ \t]*<(napi\.h|node_api[^>]*)>/gm, owner: "src/addon/" },
];

/** One line for each include in `text` that `path`, below native/, may not have. */
export function layerViolations(path: string, text: string): string[] {
  return OWNED_HEADERS.filter(({ owner }) => !path.startsWith(owner)).flatMap(
    ({ pattern, owner }) =>
      [...text.matchAll(pattern)].map((match) => {
        const line = text.slice(0, match.index).split("\n").length;
        return `${path}:${line}: only ${owner} may include <${match[1]}>`;
      }),
  );
}
