//! The files that p2msg keeps.
