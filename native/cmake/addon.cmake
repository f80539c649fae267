# The Node addon, against npm's headers: nothing is downloaded. N-API 8 is what Node 20, 22 and
# 24 have, so one build loads on all of them.
set(MEMVOL_NODE_MODULES ${CMAKE_CURRENT_SOURCE_DIR}/../node_modules
    CACHE PATH "Where npm has put node-addon-api and node-api-headers")

add_library(memvol_addon MODULE
  src/addon/device_events.cpp
  src/addon/device_object.cpp
  src/addon/device_observation.cpp
  src/addon/device_persistence.cpp
  src/addon/file_functions.cpp
  src/addon/javascript_thread.cpp
  src/addon/lock_object.cpp
  src/addon/module.cpp
  src/addon/observation_values.cpp
  src/addon/run_object.cpp
  src/addon/contents_values.cpp
  src/addon/flow_values.cpp
  src/addon/pattern_values.cpp
  src/addon/run_spec.cpp
  src/addon/run_values.cpp
  src/addon/session_object.cpp
  src/addon/values.cpp
  src/addon/watch_object.cpp)
set_target_properties(memvol_addon PROPERTIES
  PREFIX "" SUFFIX ".node" OUTPUT_NAME memvol CXX_VISIBILITY_PRESET hidden)
memvol_include_root(addon root)
target_include_directories(memvol_addon PRIVATE ${root})
target_include_directories(memvol_addon SYSTEM PRIVATE
  ${MEMVOL_NODE_MODULES}/node-api-headers/include ${MEMVOL_NODE_MODULES}/node-addon-api)
target_compile_definitions(memvol_addon PRIVATE
  NAPI_VERSION=8 NAPI_CPP_EXCEPTIONS NODE_ADDON_API_DISABLE_DEPRECATED)
target_link_libraries(memvol_addon PRIVATE memvol_device memvol_client memvol_bench)
