#include <zlib.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "agon/core/error.hpp"
#include "agon/data/byte_source.hpp"

namespace agon::detail {
namespace {

class GzipSource : public ByteSource {
 public:
  GzipSource(std::string path, std::ifstream in, std::uint64_t file_size)
      : path_(std::move(path)), in_(std::move(in)), file_size_(file_size), packed_(std::size_t{1} << 16) {
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, gzip_only) != Z_OK)
      fail_io(path_, "expected memory to unpack a gzip stream, got none");
  }
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  std::size_t read(void* to, std::size_t count) override {
    std::size_t done = 0;
    while (done < count && !ended_) {
      if (stream_.avail_in == 0 && !refill())
        fail_io(path_, "expected a whole gzip stream, got one that is cut short");
      const std::size_t step = std::min<std::size_t>(count - done, std::numeric_limits<uInt>::max());
      stream_.next_out = static_cast<Bytef*>(to) + done;
      stream_.avail_out = static_cast<uInt>(step);
      const int result = inflate(&stream_, Z_NO_FLUSH);
      done += step - stream_.avail_out;
      if (result == Z_STREAM_END) {
        finish_member();
      } else if (result != Z_OK) {
        fail_io(path_, std::string("expected a sound gzip stream, got a corrupt one (") +
                           (stream_.msg != nullptr ? stream_.msg : "no details") + ")");
      }
    }
    return done;
  }

  // The format packs at most 1032 bytes into one.
  std::uint64_t at_most() const override { return file_size_ * 1032; }

 private:
  bool refill() {
    in_.read(reinterpret_cast<char*>(packed_.data()), static_cast<std::streamsize>(packed_.size()));
    if (in_.bad()) fail_io(path_, "expected a file that can be read, got an error on the way");
    stream_.next_in = packed_.data();
    stream_.avail_in = static_cast<uInt>(in_.gcount());
    return stream_.avail_in > 0;
  }

  // A gzip file is one or several members, and nothing else.
  void finish_member() {
    if (stream_.avail_in == 0 && !refill()) {
      ended_ = true;
    } else if (*stream_.next_in != 0x1F) {
      fail_io(path_, "expected nothing after the gzip stream, got more bytes");
    } else {
      inflateReset(&stream_);
    }
  }

  std::string path_;
  std::ifstream in_;
  std::uint64_t file_size_;
  std::vector<Bytef> packed_;
  z_stream stream_{};
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> open_gzip(const std::string& path, std::ifstream in, std::uint64_t file_size) {
  return std::make_unique<GzipSource>(path, std::move(in), file_size);
}

}  // namespace agon::detail
