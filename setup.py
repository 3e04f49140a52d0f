"""What pyproject.toml cannot say: themes stand beside the package, and in the wheel inside it."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["generator", "generator.*"]), "generator.themes"],
    package_dir={"generator.themes": "themes"},
)
