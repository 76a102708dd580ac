/** Acts that change something take turns: no guard is judged while another act is being written. */
export interface OneAtATime {
  run<Value>(act: () => Promise<Value>): Promise<Value>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (act) => {
      const turn = last.then(act);
      last = turn.catch(() => undefined);
      return turn;
    },
    idle: async () => {
      await last;
    },
  };
}
