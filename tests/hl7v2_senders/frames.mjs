// Frames in pieces, joined, and with what is none between them.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { acknowledged } from './conversations.mjs';
import { message, results } from './messages.mjs';
import { mllpSend } from './mllp_send.mjs';

const framed = (text) => Buffer.concat([Buffer.from('\x0b'), Buffer.from(text), Buffer.from('\x1c\r')]);
const fever = (number, id = 'p1', value = '38.6') => results(number, id, [['8310-5', 'Body temperature', value, 'Cel']]);

// A connection; `receive(count)` waits for so many answers.
function opened(port) {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let received = '';
    const answers = () => received.split('\x1c\r').slice(0, -1);
    let look = () => {};
    socket.on('data', (piece) => {
        received += piece;
        look();
    });
    socket.on('close', () => look());
    const receive = (count) =>
        new Promise((done, failed) => {
            const timer = setTimeout(() => failed(new Error(`${answers().length} of ${count} answers: ${received}`)), 20_000);
            look = () => {
                if (answers().length < count && !socket.closed) return;
                clearTimeout(timer);
                done(answers());
            };
            look();
        });
    return { socket, receive, close: () => socket.destroy() };
}

const write = (socket, bytes) => new Promise((done) => socket.write(bytes, done));
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// Text that is read and not used, so that a message is as long as is wished.
const note = (length) => `NTE|1||${'x'.repeat(length)}`;
const long = (number, length) => fever(number) + `${note(length)}\r`;
const mebibyte = 1024 * 1024;

export const frames = {
    'a message in pieces is one, and two in one piece are two': async (ward) => {
        const { socket, receive, close } = opened(ward.mllpPort);
        const bytes = framed(fever(1));
        for (const [from, to] of [[0, 1], [1, 30], [30, bytes.length - 2], [bytes.length - 2, bytes.length - 1]]) {
            await write(socket, bytes.subarray(from, to));
            await pause(20);
        }
        await write(socket, Buffer.concat([bytes.subarray(bytes.length - 1), framed(fever(2)), framed(fever(3))]));
        const answers = await receive(3);
        [1, 2, 3].forEach((number, i) => acknowledged(answers[i], 'AA', number));
        close();
    },

    'what stands between frames is told, and takes no message with it': async (ward) => {
        const { socket, receive, close } = opened(ward.mllpPort);
        const noise = Buffer.from('\r\n\0 nonsense MSH|^~\\&|X\x1c\r\n');
        await write(socket, Buffer.concat([noise, framed(fever(1)), noise, framed(fever(2)), Buffer.from('\n')]));
        const answers = await receive(4);
        for (const i of [0, 2]) assert.match(answers[i], /MSA\|AR\|.*ERR\|.*outside a frame/s);
        acknowledged(answers[1], 'AA', 1);
        acknowledged(answers[3], 'AA', 2);
        close();
    },

    'a message up to 1 MiB is taken, a longer one refused, and the ward goes on': async (ward) => {
        acknowledged(await mllpSend(ward.mllpPort, long(1, mebibyte - 1000)), 'AA', 1);
        const { socket, receive, close } = opened(ward.mllpPort);
        await write(socket, framed(long(2, mebibyte + 1000)));
        const [refused] = await receive(1);
        assert.match(refused ?? '', /MSA\|A[ER]\|/, 'it is told so');
        assert.match(refused, /ERR\|.*1 MiB/s);
        close();
        acknowledged(await mllpSend(ward.mllpPort, fever(3)), 'AA', 3);
        const numbers = (await ward.call('GET', '/api/patients/p1/facts')).json.facts.map((fact) => fact.source.split(' ')[1]);
        assert.deepEqual(new Set(numbers), new Set(['1', '3']));
    },

    'a connection that ends within a message leaves nothing of it': async (ward) => {
        const { socket, close } = opened(ward.mllpPort);
        await write(socket, framed(fever(1, 'half')).subarray(0, -2));
        await pause(50);
        close();
        acknowledged(await mllpSend(ward.mllpPort, fever(2, 'other')), 'AA', 2);
        assert.deepEqual((await ward.call('GET', '/api/ward')).json.map((row) => row.patient), ['other']);
    },

    'what is no HL7 v2 is refused, and held back where it is one': async (ward) => {
        const { socket, receive, close } = opened(ward.mllpPort);
        await write(socket, framed('GET / HTTP/1.1'));
        const [refused] = await receive(1);
        assert.match(refused, /MSA\|A[ER]\|/);
        close();
        const nobody = message('ORU^R01^ORU_R01', '7', ['OBR|1||F7', 'OBX|1|NM|8310-5^T^LN||38.6|Cel|||||F']);
        acknowledged(await mllpSend(ward.mllpPort, nobody), 'AE', 7);
        const letters = (await ward.call('GET', '/api/dead-letters')).json.dead_letters;
        assert.ok(letters.some((letter) => /PID/.test(JSON.stringify(letter))));
    },
};
