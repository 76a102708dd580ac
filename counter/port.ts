/**
 * A two-way channel to another process. Electron's utility process, a child process, a worker
 * thread and a pair in memory all fit it, so what stands behind a port runs under plain Node in
 * tests, benchmarks and simulation.
 */
export interface Port<Incoming, Outgoing> {
  post(message: Outgoing): void;
  onMessage(listener: (message: Incoming) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
