/**
 * Options of fio 3 that change what a job does and that memvol does not have. They are known
 * so that a job file that needs one is refused for that, and not as if it were misspelt.
 */
export const UNSUPPORTED_OPTIONS: ReadonlySet<string> = new Set(
  `
  atomic block_error_percentiles   bs_is_seq_rand buffer_compress_chunk   cgroup cgroup_nodelete cgroup_weight create_only
  data_placement dataplacement dedupe_global dedupe_mode dedupe_percentage
  dedupe_working_set_percentage dp_scheme error_dump exec_postrun exec_prerun
  experimental_verify fdp fdp_pli fdp_pli_select
  file_append filesize fill_device fill_fs flow flow_id flow_sleep flow_watermark gid
  gpu_dev_id ignore_error ignore_zone_limits job_max_open_zones job_start_clock_id
  kb_base log_alternate_epoch
  log_alternate_epoch_clock_id log_compression log_compression_cpus log_issue_time log_prio
  log_store_compressed max_open_zones merge_blktrace_file
  merge_blktrace_iters merge_blktrace_scalars nr_files nrfiles num_range offset_align
  percentage_sequential plid_select plids profile ramp_size
  random_sequence_stride rate_ignore_thinktime
  read_beyond_wp
  read_iolog_chunked recover_zbd_write_error replay_align replay_redirect
  replay_scale replay_skip rwmixcycle spr_cs
  spr_num_regions spr_op sprandom ss ss_dur ss_interval ss_ramp stats steadystate
  steadystate_check_interval steadystate_duration steadystate_ramp_time thinkcycles   thinktime_blocks_type thinktime_iotime thinktime_spin trim_backlog
  trim_backlog_batch trim_percentage trim_verify_zero uid verify_async
  verify_async_cpus   verify_header_seed verify_offset   verify_pattern_interval verify_policy verify_state_load verify_state_save
  verify_write_sequence verifysort verifysort_nr write_hint write_iolog
  write_zone_remainder zone_reset_frequency zone_reset_threshold zonecapacity
  zonemode zonerange zonesize zoneskip
`
    .trim()
    .split(/\s+/),
);
