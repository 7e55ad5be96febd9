import type { Disproof } from './pattern';

/** What just starts, to end at once, does not run. */
const startingSeconds = 10;

export const patroniAnswers: Disproof = {
  words: 'Its Patroni answers.',
  holds: ({ patroni }) => patroni.answers,
};

export const isServing: Disproof = {
  words: 'Patroni says that it serves.',
  holds: ({ patroni }) => patroni.answers && patroni.isServing,
};

export const walStreams: Disproof = {
  words: 'WAL streams to it.',
  holds: ({ patroni }) => patroni.isStreaming === true,
};

export const takesWrites: Disproof = {
  words: 'It leads and takes writes: it receives WAL from nobody.',
  holds: ({ patroni }) => !patroni.isFollower,
};

export const postgresRuns: Disproof = {
  words: 'PostgreSQL has been running there for more than 10 s.',
  holds: ({ postmaster }) => (postmaster?.process?.seconds ?? 0) > startingSeconds,
};

export const postgresIsDown: Disproof = {
  words: 'PostgreSQL does not run there, so that nothing could be received.',
  holds: ({ postmaster }) => postmaster !== null && postmaster.process === null,
};

export const archivingWorks: Disproof = {
  words: 'The last segment was archived: pg_stat_archiver tells of no failure since.',
  holds: ({ patroni }) => patroni.isArchivingFailing === false,
};
