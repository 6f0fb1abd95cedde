//! YAML files.
