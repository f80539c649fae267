// A client of a fabric address that speaks TCP and not libfabric's protocol.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <thread>
#include <vector>

#include "../support/test_fabric.hpp"
#include "base/failure.hpp"
#include "base/unique_fd.hpp"
#include "client/connector.hpp"
#include "fabric/address.hpp"

namespace memvol::device {

inline sockaddr_in loopback(std::uint16_t port) {
  return {.sin_family = AF_INET,
          .sin_port = htons(port),
          .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)},
          .sin_zero = {}};
}

class RawClient {
 public:
  explicit RawClient(const fabric::Address& address) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const int on = 1;
    ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    const auto name = loopback(address.port);
    if (::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&name), sizeof(name)) != 0) {
      throw std::runtime_error("cannot connect to the device");
    }
  }

  // What cannot be sent any more is left out: the device may have hung up.
  void send(std::span<const std::byte> bytes) const {
    ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  // Whether the device has hung up, without waiting and after at most 20 s.
  bool is_cut() const { return hangs_up_within(0); }
  bool gets_cut() const { return hangs_up_within(20'000); }

 private:
  bool hangs_up_within(int timeout_ms) const {
    std::array<std::byte, 64> answer;
    pollfd waiting{.fd = socket_.get(), .events = POLLIN, .revents = 0};
    while (::poll(&waiting, 1, timeout_ms) > 0) {
      if (::recv(socket_.get(), answer.data(), answer.size(), MSG_DONTWAIT) <= 0) return true;
    }
    return false;
  }

  UniqueFd socket_;
};

// The bytes with which a client of the fabric asks for a connection, ticket and all: recorded
// from a real one, so that no test needs to know the provider's protocol.
inline std::vector<std::byte> recorded_request(const std::string& ticket) {
  const UniqueFd listener(::socket(AF_INET, SOCK_STREAM, 0));
  auto name = loopback(0);
  socklen_t size = sizeof(name);
  auto* address = reinterpret_cast<sockaddr*>(&name);
  if (::bind(listener.get(), address, size) != 0 || ::listen(listener.get(), 1) != 0 ||
      ::getsockname(listener.get(), address, &size) != 0) {
    throw std::runtime_error("cannot listen");
  }
  std::thread client([&] {
    try {
      auto address = loopback_address();
      address.port = ntohs(name.sin_port);
      client::open_connection(address, ticket, std::chrono::seconds(20), 1);
    } catch (const Failure&) {
      // Nobody answers.
    }
  });
  std::vector<std::byte> request(512);
  {
    const UniqueFd connection(::accept(listener.get(), nullptr, nullptr));
    const auto got = ::recv(connection.get(), request.data(), request.size(), 0);
    request.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  }
  client.join();
  return request;
}

}  // namespace memvol::device
