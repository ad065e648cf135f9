/// A global constraint on what follows what on one lane, in whole numbers.
///
/// All of them look back: whether an item may stand in a slot depends on what stands in earlier slots and on what is
/// known from before the first slot. Several hold at once; each is named as the literature does.
public enum Constraint: Sendable, Hashable {
    /// A small automaton reads the classes of the sequence.
    case regular(Regular)
    /// A class has at most so many members in any window of time.
    case among(Among)
    /// A class has at most its share of any window of time.
    case share(Share)
    /// Items that have something in common keep a distance.
    case distance(Distance)
    /// A window of time has at most so many placements, or as many as the windows before it let expect.
    case steady(Steady)
    /// What is placed in a range of slots has at most a total.
    case total(Total)
    /// An item needs others before it.
    case precedence(Precedence)
}
