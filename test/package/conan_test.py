#!/usr/bin/env python3
"""conan_test.py - the Conan recipe fits the project.

    conan_test.py PROJECT WORK_FOLDER

Where `conan` is there, it makes and tests both packages. Elsewhere the recipe runs against stand-ins for Conan's modules, which
shows that it is Python, that its options, files and CMake variables exist, and what it tells consumers; not that Conan takes it.
Exit status: 0 it fits, 1 it does not.
"""

import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import types


def with_conan(project, work):
    """Makes both packages in a cache of their own."""
    environment = dict(os.environ, CONAN_HOME=str(work / "conan-home"))

    def conan(*words):
        print("== conan", *words, flush=True)
        return subprocess.run(["conan", *words], env=environment, check=False).returncode

    if conan("profile", "detect", "--force"):
        return 1
    for compiled in ("False", "True"):
        if conan("create", str(project), "-tf", str(project / "test/package"), "-s", "compiler.cppstd=20",
                 "-o", f"ese-cpp/*:compiled={compiled}", "--build=missing"):
            return 1
    return 0


class Recorder(types.SimpleNamespace):
    """Stands for whatever the recipe sets attributes of: names appear when they are used."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = Recorder()
        setattr(self, name, made)
        return made

    def set_property(self, key, value):
        self.__dict__[key] = value


class Components(dict):
    def __missing__(self, key):
        self[key] = Recorder()
        return self[key]


class Options(types.SimpleNamespace):
    def rm_safe(self, name):
        self.__dict__.pop(name, None)


class Toolchain:
    made = []

    def __init__(self, recipe):
        self.recipe, self.cache_variables = recipe, {}

    def generate(self):
        Toolchain.made.append(self.cache_variables)


def stand_ins(cleared):
    """The modules the recipe imports."""
    def module(name, **content):
        made = types.ModuleType(name)
        made.__dict__.update(content)
        sys.modules[name] = made

    module("conan", ConanFile=type("ConanFile", (), {}))
    module("conan.tools")
    module("conan.tools.build", check_min_cppstd=lambda recipe, least: setattr(recipe, "least_standard", least), can_run=bool)
    module("conan.tools.cmake", CMake=Recorder, CMakeToolchain=Toolchain, cmake_layout=lambda recipe: None)
    module("conan.tools.files", copy=None, rmdir=None, load=lambda recipe, path: pathlib.Path(path).read_text(encoding="utf-8"))
    return types.SimpleNamespace(clear=lambda: cleared.append(True))


def load_recipe(path):
    spec = importlib.util.spec_from_file_location(path.parent.name.replace("-", "_") + "_recipe", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def recipe_with(recipe_class, project, compiled, settings_to_clear):
    """The recipe as it is after Conan asked it everything but to build."""
    recipe = recipe_class()
    recipe.recipe_folder = str(project)
    recipe.settings = types.SimpleNamespace(os="Linux")
    recipe.options = Options(**dict(recipe_class.default_options, compiled=compiled))
    recipe.info = types.SimpleNamespace(options=recipe.options, settings=settings_to_clear)
    recipe.cpp_info = Recorder(components=Components())
    for step in ("set_version", "config_options", "configure", "validate", "package_id", "generate", "package_info"):
        getattr(recipe, step)()
    return recipe


def differences(project):
    """What is wrong, one line each."""
    cleared = []
    settings_to_clear = stand_ins(cleared)
    recipe_class = load_recipe(project / "conanfile.py").EseConan
    load_recipe(project / "test/package/conanfile.py")

    version = ".".join(re.findall(r"#define ESE_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)",
                                  (project / "include/ese/version.hpp").read_text(encoding="utf-8")))
    cmake_options = set(re.findall(r"option\((ESE_\w+)", (project / "CMakeLists.txt").read_text(encoding="utf-8")))
    install = (project / "cmake/install.cmake").read_text(encoding="utf-8")

    for pattern in recipe_class.exports_sources:
        if not list(project.glob(pattern)):
            yield f"exports_sources: there is no {pattern}"
    for compiled in (False, True):
        cleared.clear()
        recipe = recipe_with(recipe_class, project, compiled, settings_to_clear)
        parts = recipe.cpp_info.components
        wanted = {"version": (recipe.version, version),
                  "package_type": (recipe.package_type, "static-library" if compiled else "header-library"),
                  "least C++ standard": (recipe.least_standard, 20),
                  "one package for all settings": (bool(cleared), not compiled),
                  "fPIC": (hasattr(recipe.options, "fPIC"), compiled),
                  "file of find_package": (recipe.cpp_info.cmake_file_name, "ese"),
                  "targets": ([p.cmake_target_name for p in parts.values()], ["ese::ese", "ese::compiled"][:1 + compiled]),
                  "ESE_COMPILED": (Toolchain.made[-1].get("ESE_COMPILED"), compiled)}
        if compiled:
            wanted["libraries"] = (parts["compiled"].libs, ["ese_compiled"])
            wanted["definitions"] = (parts["compiled"].defines, ["ESE_SEPARATE_COMPILATION"])
        for what, (is_now, should_be) in wanted.items():
            if is_now != should_be:
                yield f"compiled={compiled}: {what} is {is_now!r}, not {should_be!r}"
        for variable in set(Toolchain.made[-1]) - cmake_options:
            yield f"CMakeLists.txt has no option {variable}"
    if "ese_compiled" not in install:
        yield "cmake/install.cmake installs no ese_compiled"


def main():
    project, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    if shutil.which("conan"):
        return with_conan(project, work)
    print("no conan here: the recipe runs against stand-ins")
    wrong = list(differences(project))
    print("\n".join(wrong) if wrong else "the recipe fits the project")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
