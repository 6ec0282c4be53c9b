#include "agon/io/file.hpp"

#include "agon_test.hpp"
#include "io/scratch.hpp"

using namespace agon;
using agon_test::Scratch;

namespace {

std::string text_of(const std::string& path) {
  const std::vector<std::uint8_t> bytes = read_file(path);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("a file is written whole and replaces the one before", "[io]") {
  const Scratch folder;
  const std::string path = folder / "a.txt";
  write_file(path, "first");
  write_file(path, "second");
  CHECK(text_of(path) == "second");
  const std::vector<std::uint8_t> bytes(200000, 7);
  write_file(path, bytes);
  CHECK(read_file(path) == bytes);
  write_file(path, "");
  CHECK(text_of(path).empty());
  CHECK(folder.names().size() == 1);
}

TEST_CASE("a file that is not finished leaves nothing behind", "[io]") {
  const Scratch folder;
  const std::string path = folder / "a.txt";
  write_file(path, "before");
  {
    PartialFile file(path);
    file.write("after", 5);
  }
  CHECK(text_of(path) == "before");
  CHECK(folder.names().size() == 1);
}

TEST_CASE("files that cannot be written or read say so", "[io]") {
  const Scratch folder;
  write_file(folder / "plain", "x");
  const std::string below = folder / "plain/file";
  REQUIRE_IO_ERROR(write_file(below, "x"),
                   "[" + below + "] expected a file that can be written, got: Not a directory");
  REQUIRE_IO_ERROR(write_file(folder / "no/file", "x"), "got: No such file or directory");
  REQUIRE_IO_ERROR(write_file(folder.path(), "x"),
                   "[" + folder.path() + "] expected a file that can be written, got a folder");
  REQUIRE_IO_ERROR(
      read_file(folder / "none"),
      "[" + (folder / "none") + "] expected a file that can be read, got: No such file or directory");
  REQUIRE_IO_ERROR(read_file(folder.path()), "expected a file, got a folder");
  CHECK(folder.names().size() == 1);
  CHECK_FALSE(std::filesystem::exists(folder.path() + ".partial"));
}

TEST_CASE("a full disk is noticed", "[io]") {
  if (!std::filesystem::exists("/dev/full")) {
    WARN("skipped: this system has no /dev/full");
    return;
  }
  const Scratch folder;
  // A short file fails when it is closed, a long one while it is written.
  for (const std::size_t length : {std::size_t{1}, std::size_t{1} << 20}) {
    std::filesystem::create_symlink("/dev/full", folder / "a.txt.partial");
    REQUIRE_IO_ERROR(write_file(folder / "a.txt", std::string(length, 'x')),
                     "expected room for the whole file, got: No space left on device");
    CHECK(folder.names().size() == 0);
  }
}

TEST_CASE("an output folder is made with those above it, or the reason given", "[io]") {
  const Scratch folder;
  make_output_folder(folder / "a/b/c");
  CHECK(std::filesystem::is_directory(folder / "a/b/c"));
  CHECK(std::filesystem::is_empty(folder / "a/b/c"));
  make_output_folder(folder / "a/b/c");
  make_output_folder(folder / "d/");
  CHECK(std::filesystem::is_directory(folder / "d"));

  write_file(folder / "plain", "x");
  REQUIRE_IO_ERROR(make_output_folder(folder / "plain"),
                   "[" + (folder / "plain") + "] expected a folder, got a file");
  REQUIRE_IO_ERROR(
      make_output_folder(folder / "plain/below"),
      "[" + (folder / "plain/below") + "] expected a folder that can be made, got: Not a directory");
  if (std::filesystem::exists("/proc/self")) {
    REQUIRE_IO_ERROR(make_output_folder("/proc/self"),
                     "[/proc/self] expected a folder that can be written to, got: ");
  }
}
