/** The check that one folder alone includes libfabric's headers, and one alone Node's. */
import assert from "node:assert/strict";
import { layerViolations } from "../../scripts/native-layers/violations.js";

describe("layerViolations", () => {
  it("violations__libfabric_outside_fabric", () => {
    const text = '#include "memory/x.hpp"\n\n#  include <rdma/fi_domain.h>\n';
    assert.deepEqual(layerViolations("src/memory/x.cpp", text), [
      "src/memory/x.cpp:3: only src/fabric/ may include <rdma/fi_domain.h>",
    ]);
  });

  it("violations__node_outside_addon", () => {
    const text = "#include <napi.h>\n#include <node_api.h>\n";
    assert.equal(layerViolations("src/bench/run.cpp", text).length, 2);
  });

  it("violations__none_in_the_owner", () => {
    assert.deepEqual(layerViolations("src/fabric/domain.cpp", "#include <rdma/fi_domain.h>\n"), []);
    assert.deepEqual(layerViolations("src/addon/module.cpp", "#include <napi.h>\n"), []);
  });

  it("violations__one_folder_does_not_stand_for_another", () => {
    assert.equal(layerViolations("src/addon/module.cpp", "#include <rdma/fabric.h>").length, 1);
    assert.equal(layerViolations("test/fabric/x_test.cpp", "#include <rdma/fabric.h>").length, 1);
  });
});
