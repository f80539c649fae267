/*
 * The least that can be done with libfabric: one connection over the tcp provider on loopback,
 * one thread on each side that spins and never blocks, random 4 KiB operations at a fixed depth,
 * no histogram, the clock read once in 256 polls. A write is complete when it is in the server's
 * memory, as memvol's is. What memvol's rate is compared with (npm run bench:compare).
 *
 *   bare_loop read|write DEPTH SECONDS     prints operations a second
 *
 * A failure of any call ends the program with its line and libfabric's text.
 */
#include <rdma/fabric.h>
#include <rdma/fi_cm.h>
#include <rdma/fi_domain.h>
#include <rdma/fi_endpoint.h>
#include <rdma/fi_errno.h>
#include <rdma/fi_rma.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 4096, VOLUME = 64 << 20, DEPTH_MAX = 256, KEY = 42, AWAIT_MS = 10000 };

#define CHECK(call)                                                                \
  do {                                                                             \
    long check_result = (call);                                                    \
    if (check_result < 0) {                                                        \
      fprintf(stderr, "line %d: %s\n", __LINE__, fi_strerror((int)-check_result)); \
      exit(1);                                                                     \
    }                                                                              \
  } while (0)

struct side {
  struct fi_info* info;
  struct fid_fabric* fabric;
  struct fid_eq* eq;
  struct fid_domain* domain;
  struct fid_cq* cq;
  struct fid_ep* ep;
};

static struct fi_info* get_info(const char* port, uint64_t flags) {
  struct fi_info *hints = fi_allocinfo(), *info = NULL;
  hints->caps = FI_MSG | FI_RMA;
  hints->ep_attr->type = FI_EP_MSG;
  hints->domain_attr->data_progress = FI_PROGRESS_MANUAL;
  hints->fabric_attr->prov_name = strdup("tcp");
  CHECK(fi_getinfo(FI_VERSION(1, 17), "127.0.0.1", port, flags, hints, &info));
  return info;
}

static void open_fabric(struct side* s) {
  struct fi_eq_attr eq_attr = {.wait_obj = FI_WAIT_UNSPEC};
  CHECK(fi_fabric(s->info->fabric_attr, &s->fabric, NULL));
  CHECK(fi_eq_open(s->fabric, &eq_attr, &s->eq, NULL));
}

static void open_endpoint(struct side* s, struct fi_info* info) {
  struct fi_cq_attr cq_attr = {.format = FI_CQ_FORMAT_CONTEXT, .size = DEPTH_MAX};
  CHECK(fi_domain(s->fabric, info, &s->domain, NULL));
  CHECK(fi_cq_open(s->domain, &cq_attr, &s->cq, NULL));
  CHECK(fi_endpoint(s->domain, info, &s->ep, NULL));
  CHECK(fi_ep_bind(s->ep, &s->eq->fid, 0));
  CHECK(fi_ep_bind(s->ep, &s->cq->fid, FI_TRANSMIT | FI_RECV));
  CHECK(fi_enable(s->ep));
}

/* The info of the wanted event, which a connection request has. */
static struct fi_info* await(struct side* s, uint32_t wanted) {
  struct fi_eq_cm_entry entry;
  uint32_t event = 0;
  CHECK(fi_eq_sread(s->eq, &event, &entry, sizeof(entry), AWAIT_MS, 0));
  CHECK(event == wanted ? 0 : -FI_ECONNREFUSED);
  return entry.info;
}

static void serve(int port_pipe) {
  static char memory[VOLUME];
  struct side s = {.info = get_info(NULL, FI_SOURCE)};
  struct fid_pep* pep;
  struct fid_mr* mr;
  struct sockaddr_storage address;
  size_t size = sizeof(address);
  open_fabric(&s);
  CHECK(fi_passive_ep(s.fabric, s.info, &pep, NULL));
  CHECK(fi_pep_bind(pep, &s.eq->fid, 0));
  CHECK(fi_listen(pep));
  CHECK(fi_getname(&pep->fid, &address, &size));
  if (write(port_pipe, &address, sizeof(address)) != sizeof(address)) exit(1);
  open_endpoint(&s, await(&s, FI_CONNREQ));
  memset(memory, 1, VOLUME);
  CHECK(
      fi_mr_reg(s.domain, memory, VOLUME, FI_REMOTE_READ | FI_REMOTE_WRITE, 0, KEY, 0, &mr, NULL));
  CHECK(fi_accept(s.ep, NULL, 0));
  await(&s, FI_CONNECTED);
  struct fi_cq_entry entry;
  while (fi_cq_read(s.cq, &entry, 1) == -FI_EAGAIN) {
  }
}

static uint64_t random_offset(uint64_t* state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state % (VOLUME / BLOCK) * BLOCK;
}

static void post(struct side* s, int writing, char* buffer, uint64_t offset) {
  struct iovec local = {buffer, BLOCK};
  struct fi_rma_iov remote = {offset, BLOCK, KEY};
  struct fi_msg_rma message = {
      .msg_iov = &local, .iov_count = 1, .rma_iov = &remote, .rma_iov_count = 1, .context = buffer};
  CHECK(writing ? fi_writemsg(s->ep, &message, FI_COMPLETION | FI_DELIVERY_COMPLETE)
                : fi_read(s->ep, buffer, BLOCK, NULL, 0, offset, KEY, buffer));
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double load(struct side* s, int writing, int depth, double seconds) {
  static char buffers[DEPTH_MAX][BLOCK];
  struct fi_cq_entry entries[64];
  uint64_t state = 88172645463325252ULL, done = 0;
  for (int i = 0; i < depth; i++) post(s, writing, buffers[i], random_offset(&state));
  const double start = now();
  for (uint64_t poll = 0; (poll & 255) || now() - start < seconds; poll++) {
    long count = fi_cq_read(s->cq, entries, 64);
    if (count == -FI_EAGAIN) continue;
    CHECK(count);
    done += (uint64_t)count;
    for (long i = 0; i < count; i++) {
      post(s, writing, entries[i].op_context, random_offset(&state));
    }
  }
  return (double)done / (now() - start);
}

int main(int argc, char** argv) {
  if (argc != 4 || atoi(argv[2]) < 1 || atoi(argv[2]) > DEPTH_MAX) {
    fprintf(stderr, "usage: bare_loop read|write DEPTH SECONDS\n");
    return 2;
  }
  int ports[2];
  struct sockaddr_storage address;
  if (pipe(ports) != 0) return 1;
  pid_t server = fork();
  if (server < 0) return 1;
  if (server == 0) {
    /* However the client ends, the server does not spin on. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    serve(ports[1]);
    return 0;
  }
  close(ports[1]);
  if (read(ports[0], &address, sizeof(address)) != sizeof(address)) return 1;
  struct side s = {.info = get_info("1", 0)};
  s.info->dest_addr = &address;
  open_fabric(&s);
  open_endpoint(&s, s.info);
  CHECK(fi_connect(s.ep, &address, NULL, 0));
  await(&s, FI_CONNECTED);
  printf("%.0f\n", load(&s, strcmp(argv[1], "write") == 0, atoi(argv[2]), atof(argv[3])));
  kill(server, SIGKILL);
  waitpid(server, NULL, 0);
  return 0;
}
