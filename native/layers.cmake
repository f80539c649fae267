# The layers, lowest first; each names what it may include.
memvol_layer(base
  SOURCES
    admission.cpp)

memvol_layer(fabric
  SOURCES
    completion_queue.cpp
    domain.cpp
    endpoint.cpp
    event_queue.cpp
    fabric_failure.cpp
    handle.cpp
    listener.cpp
    memory_region.cpp
    provider.cpp
  LINKS memvol_base PkgConfig::LIBFABRIC)

memvol_layer(memory
  SOURCES
    available_memory.cpp
    volume_memory.cpp
  LINKS memvol_base)

memvol_layer(device
  SOURCES
    connection_manager.cpp
    device.cpp
    progress_thread.cpp
    queue_watch.cpp
    session.cpp
    ticket_table.cpp
    volume_table.cpp
  LINKS memvol_fabric memvol_memory Threads::Threads)

memvol_layer(client
  SOURCES
    connector.cpp
    session.cpp
    transfer.cpp
  LINKS memvol_fabric)

memvol_layer(bench
  SOURCES
    display_buckets.cpp
    engine_factory.cpp
    fabric_engine.cpp
    histogram.cpp
    histogram_encoding.cpp
    interval_series.cpp
    io_buffers.cpp
    io_loop.cpp
    job_meters.cpp
    job_thread.cpp
    latency_counts.cpp
    null_engine.cpp
    result.cpp
    run.cpp
    sampler.cpp
    spec.cpp
    start_gate.cpp
    workload.cpp
  LINKS memvol_client Threads::Threads)
