package io.homeostat.ingest.postgres;

/**
 * How often, and how much at most, a probe reads.
 *
 * @param intervalMillis the time between two rounds
 * @param statementMillis the limit for each statement
 * @param indexIntervalMillis the shortest time between two readings of an index's leaves
 * @param indexBytes the largest index whose leaves are read
 * @param tableBytes the most that is read of a table for its bloat
 * @param relations the most tables, and the most indexes, of a database
 * @param recallK how many nearest rows a vector search asks for
 * @param recallBytes the largest table that is searched exactly; 0 for none
 */
record ProbeLimits(
    long intervalMillis,
    int statementMillis,
    long indexIntervalMillis,
    long indexBytes,
    long tableBytes,
    int relations,
    int recallK,
    long recallBytes) {}
