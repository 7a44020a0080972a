// Hears what happens in the ward over a WebSocket, and knows when it has heard nothing for too long.
import type { OpenAlerts } from './lock';
import { Silence, silenceAtMost } from './silence';

const longestPause = 5_000; // milliseconds between two tries to connect

interface Message {
  readonly id: number;
  readonly event: 'assessment' | 'alert' | 'patient' | 'heartbeat';
  readonly data: {
    readonly at?: string;
    // Of a heartbeat while the session is locked.
    readonly locked?: boolean;
    readonly open_alerts?: number;
    readonly highest_priority?: OpenAlerts['highest'];
  };
}

export interface Listener {
  news(): void; // something has changed, or may have while nobody listened
  beat(wardTime: Date): void;
  locked(alerts: OpenAlerts | null): void; // with each beat; null: the session is not
  lost(): void; // a connection ended, or could not be made
}

export class Live {
  private last: number | null = null; // the id of the last event heard
  private readonly silence = new Silence();
  private pause = 500;
  private refused = 0; // connections in a row that never opened

  constructor(private readonly listener: Listener) {
    this.connect();
  }

  silentSince(): Date | null {
    return this.silence.since();
  }

  private connect(): void {
    const url = new URL('/api/live', location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    // The ward may not keep what came after that number any more; the board is read anew in any case.
    if (this.refused >= 3) this.last = null;
    if (this.last !== null) url.searchParams.set('after', String(this.last));
    const socket = new WebSocket(url);
    const began = Date.now();
    this.refused += 1;
    let ended = false;
    // A connection that says nothing is given up, whether it was ever open or not, and its end is not waited for.
    const end = (): void => {
      if (ended) return;
      ended = true;
      clearInterval(watch);
      socket.close();
      this.listener.lost();
      setTimeout(() => this.connect(), this.pause);
      this.pause = Math.min(this.pause * 2, longestPause);
    };
    const watch = setInterval(() => {
      if (this.silentSince() !== null && Date.now() - began > silenceAtMost) end();
    }, 1_000);
    socket.addEventListener('close', end);
    socket.addEventListener('open', () => {
      if (ended) return;
      this.refused = 0;
      this.silence.end();
      this.listener.news();
    });
    socket.addEventListener('message', (event) => {
      if (ended) return;
      this.pause = 500;
      this.take(JSON.parse(String(event.data)) as Message);
    });
  }

  private take(message: Message): void {
    this.last = message.id;
    if (message.event !== 'heartbeat') return this.listener.news();
    this.silence.end();
    const { at, locked, open_alerts: count = 0, highest_priority: highest = null } = message.data;
    this.listener.locked(locked === true ? { count, highest } : null);
    if (at !== undefined) this.listener.beat(new Date(at));
  }
}
