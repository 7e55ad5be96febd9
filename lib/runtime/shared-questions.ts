import { HowdahError } from '@/lib/contract/howdah-error';

/** So many different questions are asked of one cluster's hosts at once; each takes a process there or here. */
const mostAtOnce = 4;
/** So many more wait for their turn. */
const mostWaiting = 16;

/**
 * Questions of pages that start a process, such as one of `pgbackrest`: whoever asks the same while it is under way
 * gets the same answer, and only a few different ones run at once.
 */
export class SharedQuestions {
  private readonly underWay = new Map<string, Promise<unknown>>();
  private readonly turns: (() => void)[] = [];
  private running = 0;

  constructor(private readonly cluster: string) {}

  /** What `question` comes to; `key` names everything that its answer depends on. */
  async ask<Answer>(key: string, question: () => Promise<Answer>): Promise<Answer> {
    const known = this.underWay.get(key);
    if (known !== undefined) return known as Promise<Answer>;
    const answer = this.inTurn(question).finally(() => this.underWay.delete(key));
    this.underWay.set(key, answer);
    return answer;
  }

  private async inTurn<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    if (this.running >= mostAtOnce) await this.turn();
    else this.running += 1;
    try {
      return await question();
    } finally {
      const next = this.turns.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  /** Resolves when another question has ended and left its place. */
  private turn(): Promise<void> {
    if (this.turns.length >= mostWaiting) {
      throw new HowdahError(
        'too_many',
        `${mostAtOnce + mostWaiting} questions to hosts of ${this.cluster} wait for their answers already; ask again in a moment`,
      );
    }
    return new Promise((resolve) => this.turns.push(resolve));
  }
}
