// A served ward over a folder, and a place where nobody may come.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

// What it writes to its log is added to log.text.
export const serve = async (program, folder, log, environment = {}) => {
  const ward = spawn(program, ['serve', '--data', folder, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  ward.stderr.on('data', (piece) => { log.text += piece; });
  const address = await new Promise((found, failed) => {
    let said = '';
    ward.stdout.on('data', (piece) => {
      said += piece;
      const place = said.match(/http:\/\/[0-9.:]+/);
      if (place) found(place[0]);
    });
    ward.on('exit', () => failed(new Error(`the ward is not served: ${log.text}`)));
  });
  const end = async (signal = 'SIGKILL') => {
    if (ward.exitCode !== null || ward.signalCode !== null) return;
    const ended = new Promise((done) => ward.once('exit', done));
    ward.kill(signal);
    await ended;
  };
  return { address, end };
};

// Whoever comes is counted and sent away.
export const startTrap = async () => {
  const trap = { visitors: 0 };
  const server = createServer((socket) => {
    trap.visitors += 1;
    socket.destroy();
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  trap.url = `http://127.0.0.1:${server.address().port}`;
  trap.close = () => server.close();
  return trap;
};
