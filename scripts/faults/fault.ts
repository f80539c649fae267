/** A mistake that the native tests must notice: a small change of one source file. */
export interface Fault {
  name: string;
  /** Below `native/src`. */
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  replace: string;
  /** The layers whose tests are to notice; one that does is enough. */
  layers: readonly string[];
  /** Of these, the tests that are to notice, as for `--gtest_filter`; all when absent. */
  tests?: string;
}
