"""What Conan runs against a package it made: this folder's project, as a user's."""

import os
import tempfile

from conan import ConanFile
from conan.tools.build import can_run
from conan.tools.cmake import CMake, cmake_layout


class EseTestPackage(ConanFile):
    settings = "os", "compiler", "build_type", "arch"
    generators = "CMakeDeps", "CMakeToolchain"
    test_type = "explicit"

    def requirements(self):
        self.requires(self.tested_reference_str)

    def layout(self):
        cmake_layout(self)

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build(target=self.program())

    def test(self):
        if can_run(self):
            with tempfile.TemporaryDirectory() as folder:
                self.run(f'"{os.path.join(self.cpp.build.bindir, self.program())}" "{folder}"', env="conanrun")

    def program(self):
        compiled = self.dependencies["ese-cpp"].options.get_safe("compiled", False)
        return "with_compiled" if str(compiled) == "True" else "with_ese"
