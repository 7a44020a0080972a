// For how long the ward was not heard. Either clock tells: one may stand still while the machine sleeps, the other may
// be set back.
export const silenceAtMost = 10_000; // milliseconds; after that nothing shown counts as live

export class Silence {
  private at = Date.now();
  private tick = performance.now();

  end(): void {
    this.at = Date.now();
    this.tick = performance.now();
  }

  // When the ward was heard last, when that is too long ago.
  since(): Date | null {
    const silence = Math.max(Date.now() - this.at, performance.now() - this.tick);
    return silence > silenceAtMost ? new Date(Date.now() - silence) : null;
  }
}
