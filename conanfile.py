"""Conan 2 recipe: header-only, or with the engine built once (-o "ese-cpp/*:compiled=True")."""

import os
import re

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rmdir


class EseConan(ConanFile):
    name = "ese-cpp"
    description = "Embedded transactional store with the model and the file format of Microsoft's ESE"
    license = "MIT"
    topics = ("database", "embedded", "transactions", "ese", "esent")
    settings = "os", "compiler", "build_type", "arch"
    package_type = "static-library"
    options = {"compiled": [True, False], "fPIC": [True, False]}
    default_options = {"compiled": False, "fPIC": True}
    exports_sources = "CMakeLists.txt", "cmake/*", "include/*", "LICENSE"
    no_copy_source = True

    def set_version(self):
        text = load(self, os.path.join(self.recipe_folder, "include", "ese", "version.hpp"))
        self.version = ".".join(re.findall(r"#define ESE_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", text))

    def config_options(self):
        if self.settings.os == "Windows":
            del self.options.fPIC

    def configure(self):
        if not self.options.compiled:
            self.package_type = "header-library"
            self.options.rm_safe("fPIC")

    def validate(self):
        check_min_cppstd(self, 20)

    def layout(self):
        cmake_layout(self)

    def package_id(self):
        if not self.info.options.compiled:
            self.info.settings.clear()

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["ESE_BUILD_TESTS"] = False
        toolchain.cache_variables["ESE_BUILD_EXAMPLES"] = False
        toolchain.cache_variables["ESE_BUILD_TOOLS"] = False
        toolchain.cache_variables["ESE_COMPILED"] = bool(self.options.compiled)
        toolchain.cache_variables["ESE_INSTALL"] = True
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        if self.options.compiled:
            cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        for made_by_conan in ("cmake", "pkgconfig"):   # it writes its own for the consumer's generator
            rmdir(self, os.path.join(self.package_folder, "lib", made_by_conan))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "ese")

        headers = self.cpp_info.components["ese"]
        headers.set_property("cmake_target_name", "ese::ese")
        headers.set_property("pkg_config_name", "ese")
        headers.bindirs = []
        headers.libdirs = []
        if self.settings.os in ("Linux", "FreeBSD"):
            headers.system_libs = ["pthread"]

        if self.options.compiled:
            engine = self.cpp_info.components["compiled"]
            engine.set_property("cmake_target_name", "ese::compiled")
            engine.set_property("pkg_config_name", "ese-compiled")
            engine.libs = ["ese_compiled"]
            engine.defines = ["ESE_SEPARATE_COMPILATION"]
            engine.requires = ["ese"]
