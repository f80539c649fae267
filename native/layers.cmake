# The layers, lowest first; each names what it may include.
memvol_layer(base
  SOURCES
    admission.cpp
    data_extents.cpp)

memvol_layer(fabric
  SOURCES
    completion_queue.cpp
    domain.cpp
    endpoint.cpp
    event_queue.cpp
    fabric_failure.cpp
    half_open_connections.cpp
    half_open_guard.cpp
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

memvol_layer(atomics
  SOURCES
    message.cpp
    words.cpp
  LINKS memvol_base)

memvol_layer(observation
  SOURCES
    batch.cpp
    geometry.cpp
    immediate.cpp
    message.cpp
    ring.cpp
  LINKS memvol_base)

memvol_layer(observer
  SOURCES
    cell_counters.cpp
    changing_set.cpp
    content_hash.cpp
    cpu_share.cpp
    dirty_consumer.cpp
    hash_job.cpp
    hash_schedule.cpp
    hash_thread.cpp
    observer.cpp
    point_jobs.cpp
    point_table.cpp
    region_hashes.cpp
    region_ranges.cpp
    scan_jobs.cpp
    session_observer.cpp
    session_table.cpp
    silence_table.cpp
    traffic_by_name.cpp
    traffic_meter.cpp
    volume_observer.cpp
    watch.cpp
    watch_list.cpp
  LINKS memvol_observation PkgConfig::XXHASH Threads::Threads)

memvol_layer(persistence
  SOURCES
    backing_store.cpp
    checksum_table.cpp
    crc32c.cpp
    journal_format.cpp
    log_reader.cpp
    log_scan.cpp
    log_writer.cpp
    metered_directory.cpp
    persist_requests.cpp
    persister.cpp
    persister_loop.cpp
    posix_directory.cpp
    scrub.cpp
    store_meter.cpp
    superblocks.cpp
    verification.cpp
  LINKS memvol_observer Threads::Threads)

memvol_layer(device
  SOURCES
    announcements.cpp
    backed_volumes.cpp
    atomic_service.cpp
    connection_manager.cpp
    device.cpp
    listener_thread.cpp
    notice_receiver.cpp
    progress_thread.cpp
    queue_watch.cpp
    session.cpp
    session_list.cpp
    store_watchdog.cpp
    ticket_table.cpp
    volume_table.cpp
  LINKS memvol_atomics memvol_fabric memvol_memory memvol_persistence Threads::Threads)

memvol_layer(client
  SOURCES
    atomic_operations.cpp
    atomics.cpp
    buffer_pool.cpp
    connector.cpp
    conversation.cpp
    granted_range.cpp
    immediate_announcer.cpp
    inbox.cpp
    ledger.cpp
    message_sender.cpp
    outbox.cpp
    record_announcer.cpp
    registered_buffers.cpp
    ring_head.cpp
    ring_writer.cpp
    session.cpp
    session_failure.cpp
    transfer.cpp
  LINKS memvol_atomics memvol_fabric memvol_observation)

memvol_layer(bench
  SOURCES
    block_seal.cpp
    checksum.cpp
    cpu_affinity.cpp
    display_buckets.cpp
    distribution.cpp
    engine_factory.cpp
    fabric_engine.cpp
    file_engine.cpp
    filler.cpp
    histogram.cpp
    histogram_encoding.cpp
    heat_map.cpp
    interval_series.cpp
    io_buffers.cpp
    io_loop.cpp
    io_loop_failures.cpp
    job_meters.cpp
    job_thread.cpp
    latency_counts.cpp
    length_draw.cpp
    null_engine.cpp
    offset_stream.cpp
    posting_gate.cpp
    rate_floor.cpp
    result.cpp
    run.cpp
    sampler.cpp
    segment_sampler.cpp
    spec.cpp
    start_gate.cpp
    thread_queue.cpp
    uring_queue.cpp
    verifier.cpp
    workload.cpp
    write_log.cpp
  LINKS memvol_client PkgConfig::LIBURING PkgConfig::NETTLE PkgConfig::XXHASH Threads::Threads)
