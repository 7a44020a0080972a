// Public messages of every kind, sent by python-hl7: each is answered under its own number. They stand beside the
// repository, where they are there at all.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mllpSend } from './mllp_send.mjs';

const folder = new URL('../../../shared/data/hl7v2-samples', import.meta.url).pathname;
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.hl7')) : [];
if (files.length === 0) console.log(`no HL7 v2 samples in ${folder}: they are not sent`);

// The messages of a file: its segments end with LF, and each begins with MSH.
const messagesIn = (file) =>
    readFileSync(join(folder, file), 'utf8').replace(/\r\n?|\n/g, '\r').split(/(?<=\r)(?=MSH\|)/);

// MSH-15 and MSH-16 may ask for two answers, or for none; python-hl7 waits for one.
const asksForOneAnswer = (text) => ['', 'NE'].includes(text.split('\r')[0].split('|')[15] ?? '') && text.split('|')[14] !== 'NE';

async function allAreAnswered(ward) {
    const messages = files.flatMap(messagesIn).filter(asksForOneAnswer);
    assert.ok(messages.length > 50);
    const answers = (await mllpSend(ward.mllpPort, ...messages)).split('\x1c\r').slice(0, -1);
    assert.equal(answers.length, messages.length);
    messages.forEach((text, i) => {
        const number = text.split('|')[9];
        assert.match(answers[i], /MSA\|[AC][AER]\|/, answers[i]);
        assert.equal(answers[i].match(/MSA\|..\|([^|\r]*)/)[1], number);
    });
    assert.equal((await ward.call('GET', '/healthz')).status, 200);
}

export const samples = files.length === 0 ? {} : { 'public samples of every kind are answered': allAreAnswered };
