/** Options of fio that published job files use and that change nothing here, with the reason. */

const REASONS: [reason: string, names: string][] = [
  [
    "memvol has no page cache",
    `buffered invalidate sync fsync fdatasync end_fsync end_syncfs fsync_on_close
     sync_file_range write_barrier pre_read fadvise_hint`,
  ],
  [
    "the volume stands in the place of files",
    `directory filename_format unique_filename opendir openfiles file_service_type
     filetype lockfile fallocate create_serialize create_fsync create_on_open
     allow_file_create allow_mounted_write overwrite unlink unlink_each_loop uri`,
  ],
  [
    "the job's clones are native threads, which memvol places itself",
    `thread nice prio prioclass priohint cpumask numa_cpu_nodes numa_mem_policy`,
  ],
  [
    "memvol registers its own buffers with the fabric",
    "mem iomem mem_align iomem_align hugepage-size lockmem",
  ],
  [
    "memvol posts each operation as soon as there is room in the queue",
    `io_submit_mode hipri fixedbufs registerfiles
     sqthread_poll sqthread_poll_cpu force_async nonvectored userspace_reap ioscheduler`,
  ],
  ["memvol's data neither compresses nor deduplicates anyway", "scramble_buffers"],
  ["keeping track of visited blocks takes no memory here", "softrandommap"],
  [
    "memvol always measures all latencies, and saves a series by the second",
    `disable_lat disable_clat disable_slat disable_bw disable_bw_measurement gtod_reduce
     gtod_cpu clocksource clat_percentiles lat_percentiles slat_percentiles bwavgtime
     iopsavgtime write_bw_log write_lat_log write_iops_log write_hist_log log_avg_msec
     log_hist_msec log_hist_coarseness log_max_value log_window_value log_offset
     log_unix_epoch log_entries per_job_logs disk_util`,
  ],
  [
    "memvol reports every job and direction by itself, in IEC units",
    "unified_rw_reporting unit_base significant_figures",
  ],
];

/** Reasons, each with the options that it holds for. */
export const REASONS_WITHOUT_EFFECT: readonly { reason: string; names: readonly string[] }[] =
  REASONS.map(([reason, names]) => ({ reason, names: names.split(/\s+/) }));

/** From an option's name to the reason why it changes nothing. */
export const OPTIONS_WITHOUT_EFFECT: ReadonlyMap<string, string> = new Map(
  REASONS_WITHOUT_EFFECT.flatMap(({ reason, names }) =>
    names.map((name) => [name, reason] as const),
  ),
);
