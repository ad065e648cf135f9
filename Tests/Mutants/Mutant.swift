import Foundation

// `scripts/mutants` puts this file into every room that it plants bugs in, in a copy of the tree. It is part of no target.

private let chosen = ProcessInfo.processInfo.environment["HEARTH_MUTANT"]

/// Whether the bug of this name is switched on, by the environment, for the life of the process.
func isMutant(_ name: String) -> Bool { chosen == name }
