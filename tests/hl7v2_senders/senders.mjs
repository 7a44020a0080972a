// Three public senders of HL7 v2 over MLLP, each as `send(port, message)` that answers the acknowledgement's text.
import * as nodeHl7 from 'node-hl7-client';
import simpleHl7 from 'simple-hl7';
import { mllpSend } from './mllp_send.mjs';

const seconds = 1000;

function within(time, promise, what) {
    let timer;
    const late = new Promise((_, failed) => {
        timer = setTimeout(() => failed(new Error(`${what} was not answered`)), time);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// simple-hl7 reads the message into its own form, and writes that.
export function simple(port, text) {
    const parsed = new simpleHl7.Parser({ segmentSeperator: '\r' }).parse(text);
    const client = simpleHl7.Server.createTcpClient('127.0.0.1', port);
    const answer = new Promise((done, failed) => {
        client.send(parsed, (problem, ack) => (problem ? failed(problem) : done(ack.toString())));
    });
    return within(20 * seconds, answer, 'simple-hl7');
}

// node-hl7-client does the same, and holds its connection until it is closed.
export async function node(port, text) {
    const client = new nodeHl7.Client({ host: '127.0.0.1' });
    let connection;
    const answer = new Promise((done, failed) => {
        connection = client.createConnection({ port }, (response) => done(response.getMessage().toString()));
        connection.on('client.error', failed);
        connection.sendMessage(new nodeHl7.Message({ text })).catch(failed);
    });
    try {
        return await within(20 * seconds, answer, 'node-hl7-client');
    } finally {
        await connection.close();
    }
}

export const senders = { 'mllp_send of python-hl7': mllpSend, 'simple-hl7': simple, 'node-hl7-client': node };
