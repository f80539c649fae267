/** Mistakes in what keeps one client out of another's bytes: one for each guard. */
import type { Fault } from "./fault.js";

const SESSION_DOMAIN = "domain_(fabric::open_domain(place.fabric, request)),";
/** One for all of them, kept open by a registration. */
const SHARED_DOMAIN = `domain_([&] {
        static fid_domain* const shared = [&] {
          static std::byte kept[64];
          auto* domain = fabric::open_domain(place.fabric, request).release();
          new fabric::RemoteRegion(*domain, fabric::memory_model(request), kept, {.read = true});
          return domain;
        }();
        return fabric::DomainHandle(shared);
      }()),`;

const TICKETS: readonly Fault[] = [
  {
    name: "an unknown ticket is taken for another one",
    file: "device/ticket_table.cpp",
    find: "const auto node = entries_.extract(ticket);",
    replace: `auto node = entries_.extract(ticket);
  if (node.empty() && !entries_.empty()) node = entries_.extract(entries_.begin());`,
    layers: ["device"],
    tests: "TicketAttackTest.altered*",
  },
  {
    name: "a ticket can be used again",
    file: "device/ticket_table.cpp",
    find: "const auto node = entries_.extract(ticket);",
    replace: "auto copy = entries_;\n  const auto node = copy.extract(ticket);",
    layers: ["device"],
    tests: "TicketAttackTest.replayed*:WireAttackTest.replayed*",
  },
  {
    name: "the client's half of a ticket is not looked at",
    file: "device/ticket_table.cpp",
    find: "const auto node = entries_.extract(ticket);",
    replace: `const auto same = std::find_if(
      entries_.begin(), entries_.end(), [&](const auto& entry) {
        return std::equal(ticket.begin(), ticket.begin() + 16, entry.first.begin());
      });
  const auto node = same == entries_.end() ? decltype(entries_)::node_type() : entries_.extract(same);`,
    layers: ["device"],
    tests: "TicketAttackTest.presented_by_another*",
  },
  {
    name: "a ticket never expires",
    file: "device/ticket_table.cpp",
    find: "node.mapped().expires_at <= now) {",
    replace: "node.mapped().expires_at <= now - std::chrono::hours(1)) {",
    layers: ["device"],
    tests: "TicketAttackTest.expired*",
  },
  {
    name: "a deleted volume's tickets stay good",
    file: "device/device.cpp",
    find: "  tickets_.revoke_volume(volume_id);\n",
    replace: "",
    layers: ["device"],
    tests: "TicketAttackTest.of_a_deleted_volume*",
  },
  {
    name: "a ticket's range may wrap",
    file: "device/device.cpp",
    find: "grant.offset_bytes > size || grant.length_bytes > size - grant.offset_bytes ||",
    replace: "grant.offset_bytes + grant.length_bytes > size ||",
    layers: ["device"],
    tests: "DeviceTest.issue_ticket*",
  },
  {
    name: "a request of another version is taken",
    file: "base/admission.cpp",
    find: "bytes.size() >= size && bytes[0] == kVersion;",
    replace: "bytes.size() >= size;",
    layers: ["device"],
    tests: "WireAttackTest.cut_short*",
  },
];

const REGISTRATION: readonly Fault[] = [
  {
    name: "every registration may be written",
    file: "fabric/memory_region.cpp",
    find: "(rights.write ? FI_REMOTE_WRITE : 0)",
    replace: "FI_REMOTE_WRITE",
    layers: ["device"],
    tests: "RightsTest.write*",
  },
  {
    name: "every registration may be read",
    file: "fabric/memory_region.cpp",
    find: "(rights.read ? FI_REMOTE_READ : 0)",
    replace: "FI_REMOTE_READ",
    layers: ["device"],
    tests: "RightsTest.read*",
  },
  {
    name: "a registration goes on to the volume's end",
    file: "device/session.cpp",
    find: "subspan(grant.offset_bytes, grant.length_bytes);",
    replace: "subspan(grant.offset_bytes);",
    layers: ["device"],
    tests: "*RangeTest.outside_of_the_range*",
  },
  {
    name: "a registration is a byte too long",
    file: "device/session.cpp",
    find: "subspan(grant.offset_bytes, grant.length_bytes);",
    replace: "subspan(grant.offset_bytes, grant.length_bytes + 1);",
    layers: ["device"],
    tests: "*RangeTest.outside_of_the_range*",
  },
  {
    name: "sessions share a domain",
    file: "device/session.cpp",
    find: SESSION_DOMAIN,
    replace: SHARED_DOMAIN,
    layers: ["device"],
    tests: "KeysOfOthersTest.another_sessions_key*",
  },
  {
    name: "keys are counted",
    file: "fabric/memory_region.cpp",
    find: "fill_random(std::as_writable_bytes(std::span(&key, 1)));",
    replace: "static std::uint64_t last = 0;\n  key = ++last;",
    layers: ["device"],
    tests: "KeysOfOthersTest.keys__of_many_sessions*",
  },
];

const REVOCATION: readonly Fault[] = [
  {
    name: "an ended session is only forgotten",
    file: "device/connection_manager.cpp",
    find: "    end(*member);\n",
    replace: `    static auto& kept = *new std::vector<Member>;
    kept.push_back(std::move(*member));
`,
    layers: ["device"],
    tests: "*RevocationTest.end_session*",
  },
  {
    name: "a deleted volume's sessions go on",
    file: "device/device.cpp",
    find: "  connections_.end_volume_sessions(volume_id);\n",
    replace: "",
    layers: ["device"],
    tests: "RevokedTest.memory__of_a_deleted_volume*",
  },
  {
    name: "a volume gets memory as another left it",
    file: "memory/volume_memory.cpp",
    find: `UniqueFd(::memfd_create("memvol-volume", MFD_CLOEXEC | (huge ? MFD_HUGETLB : 0)));`,
    replace: `UniqueFd(::dup([huge] {
    static const int shared =
        ::memfd_create("memvol-volume", MFD_CLOEXEC | (huge ? MFD_HUGETLB : 0));
    return shared;
  }()));`,
    layers: ["device"],
    tests: "RevokedTest.memory__of_a_deleted_volume*",
  },
  {
    name: "an ended session's region stays registered",
    file: "fabric/memory_region.cpp",
    find: "uint64_t RemoteRegion::key() const { return fi_mr_key(handle_.get()); }",
    replace: `uint64_t RemoteRegion::key() const {
  return fi_mr_key(const_cast<RemoteRegion*>(this)->handle_.release());
}`,
    layers: ["device"],
    tests: "LeakTest.*",
  },
];

const STRANGERS: readonly Fault[] = [
  {
    name: "half-open connections may be as old as they like",
    file: "fabric/half_open_guard.cpp",
    find: "if (too_old || i < excess)",
    replace: "if ((too_old && false) || i < excess)",
    layers: ["device"],
    tests: "ImpatientDeviceTest.silence*",
  },
  {
    name: "half-open connections may be as many as they like",
    file: "fabric/half_open_guard.cpp",
    find: "if (too_old || i < excess)",
    replace: "if (too_old || (i < excess && false))",
    layers: ["device"],
    tests: "CrowdedDeviceTest.*",
  },
  {
    name: "the youngest of too many half-open connections go first",
    file: "fabric/half_open_guard.cpp",
    find: "since_.at(a.cookie) < since_.at(b.cookie)",
    replace: "since_.at(a.cookie) > since_.at(b.cookie)",
    layers: ["device"],
    tests: "CrowdedDeviceTest.*",
  },
  {
    name: "half a request is waited for",
    file: "fabric/half_open_guard.cpp",
    find: "{ ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); }",
    replace: "{ ::fcntl(fd, F_GETFL); }",
    layers: ["device"],
    tests: "PatientDeviceTest.half_a_request*",
  },
  {
    name: "what was accepted while asking to block is not looked at",
    file: "fabric/listener.cpp",
    find: "const bool may_block = events_.may_block();\n  look();",
    replace: "const bool may_block = events_.may_block();",
    layers: ["device"],
    tests: "ImpatientDeviceTest.silence*:PatientDeviceTest.half_a_request*",
  },
  {
    name: "an old error is taken for a new one when a connection ends",
    file: "fabric/event_queue.cpp",
    find: "  errno = 0;\n",
    replace: "",
    layers: ["device"],
    tests: "StrangersOfAListener.*",
  },
  {
    name: "who is refused is not told and not closed",
    file: "device/connection_manager.cpp",
    find: "listener_.reject(std::move(request), encode_refusal(refusal));",
    replace: "static_cast<void>(refusal);",
    layers: ["device"],
    tests: "PatientDeviceTest.forged_tickets*",
  },
  {
    name: "a device that ends forgets its half-open connections",
    file: "fabric/listener.cpp",
    find: "  if (guard_) drain();\n",
    replace: "",
    layers: ["device"],
    tests: "StrangersOfADevice.*",
  },
];

const ATOMICS: readonly Fault[] = [
  {
    name: "an atomic operation needs no right",
    file: "device/atomic_service.cpp",
    find: "permitted_ ? words_.execute",
    replace: "true ? words_.execute",
    layers: ["device"],
    tests: "AtomicAttackTest.without_the_right*",
  },
  {
    name: "an atomic operation may begin at the range's last byte",
    file: "atomics/words.cpp",
    find: "offset_bytes > length_bytes - kWordBytes",
    replace: "offset_bytes > length_bytes - 1",
    layers: ["atomics", "device"],
    tests: "WordsTest.outside*:AtomicAttackTest.outside*",
  },
  {
    name: "an atomic operation's end may wrap",
    file: "atomics/words.cpp",
    find: "length_bytes < kWordBytes || offset_bytes > length_bytes - kWordBytes",
    replace: "offset_bytes + kWordBytes > length_bytes",
    layers: ["atomics"],
    tests: "WordsTest.outside*",
  },
  {
    name: "an atomic operation is aligned within the range alone",
    file: "atomics/words.cpp",
    find: "(range_offset_bytes + offset_bytes) % kWordBytes",
    replace: "(0 * range_offset_bytes + offset_bytes) % kWordBytes",
    layers: ["atomics"],
    tests: "WordsTest.alignment*",
  },
  {
    name: "the right to atomic operations alone registers the range",
    file: "device/session.cpp",
    find: "if (!rights.read && !rights.write) return std::nullopt;",
    replace: "",
    layers: ["device"],
    tests: "AtomicAttackTest.one_sided*",
  },
  {
    name: "a refused atomic operation is not counted",
    file: "device/atomic_service.cpp",
    find: "  } else {\n    observer_->refuse_atomic();\n  }",
    replace: "  }",
    layers: ["device"],
    tests: "AtomicAttackTest.*",
  },
  {
    name: "an addition is a read and a write",
    file: "atomics/words.cpp",
    find: "return {.old_value = word.fetch_add(delta), .changed = delta != 0};",
    replace: `const std::uint64_t old_value = word.load();
  for (int i = 0; i < 20; ++i) word.load();
  word.store(old_value + delta);
  return {.old_value = old_value, .changed = delta != 0};`,
    layers: ["atomics"],
    tests: "WordsTest.several_threads*",
  },
  {
    name: "an atomic operation leaves its region clean",
    file: "observer/session_observer.cpp",
    find: "if (changed) volume_->marks().mark(regions);",
    replace: "if (changed && regions.count == 0) volume_->marks().mark(regions);",
    layers: ["device"],
    tests: "AtomicsTest.each_mode*",
  },
];

export const ACCESS_FAULTS: readonly Fault[] = [
  ...TICKETS,
  ...REGISTRATION,
  ...REVOCATION,
  ...STRANGERS,
  ...ATOMICS,
];
