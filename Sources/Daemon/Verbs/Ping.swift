extension Job {
    /// `ping`: answers at once.
    func ping() { ok() }
}
