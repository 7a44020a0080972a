// node parse_alike.mjs TAKEN_APART PYTHON: the public sample messages, taken apart by the program and by three public
// libraries: the same segments, as many fields in each, and the same text in every field. Then a message that is altered
// before one of them reads it: it has to be noticed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as nodeHl7 from 'node-hl7-client';
import simpleHl7 from 'simple-hl7';
import { results } from './messages.mjs';

const [takenApart, python] = process.argv.slice(2);
const samples = new URL('../../../shared/data/hl7v2-samples', import.meta.url).pathname;

// A segment is [name, field 1, ...] up to its last field that is not blank; blanks around a field say nothing, and each
// library takes other ones away.
function trimmed(segment) {
    const texts = segment.map((field) => field.trim());
    return texts.slice(0, texts.findLastIndex((field, i) => i === 0 || field !== '') + 1);
}

function byProgram(text) {
    const folder = mkdtempSync(join(tmpdir(), 'stormkeel-taken-apart-'));
    try {
        writeFileSync(join(folder, 'message'), text);
        const lines = execFileSync(takenApart, [join(folder, 'message')], { encoding: 'utf8' }).trim().split('\n');
        assert.equal(lines.length, 1, 'one message');
        return JSON.parse(lines[0]).map(trimmed);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

const inPython = `
import hl7, json, sys
message = hl7.parse(sys.stdin.buffer.read().decode('utf-8'))
print(json.dumps([[str(field) for field in segment] for segment in message]))`;
const byPython = (text) => JSON.parse(execFileSync(python, ['-c', inPython], { input: text, encoding: 'utf8' }));

// simple-hl7 keeps a field as repetitions of components of subcomponents, and MSH apart, without MSH-1 and MSH-2 ...
function textOf(field) {
    const component = ({ value }) => (Array.isArray(value[0]) ? value[0].join('&') : value[0]);
    return field.value.map((part) => (Array.isArray(part) ? part.map(component).join('^') : textOf(part))).join('~');
}
function bySimple(text) {
    const { header, segments } = new simpleHl7.Parser({ segmentSeperator: '\r' }).parse(text);
    return [['MSH', '|', '^~\\&', ...header.fields.map(textOf)], ...segments.map(({ name, fields }) => [name, ...fields.map(textOf)])];
}

// ... and node-hl7-client reads a field when it is asked for; MSH-1 is none of its fields, and it reads MSH-2 as empty.
function byNode(text) {
    const message = new nodeHl7.Message({ text });
    return Array.from({ length: message.length }, (_, i) => {
        const segment = message.get(i);
        const fields = Array.from({ length: segment.length }, (_, place) => segment.get(place));
        const texts = fields.map((field) => field._text);
        return texts[0] === 'MSH' ? ['MSH', '|', '^~\\&', ...texts.slice(2)] : texts;
    });
}

const libraries = { 'python3-hl7': byPython, 'simple-hl7': bySimple, 'node-hl7-client': byNode };

// They read text; a file's mark of its byte order is none.
const sampleIn = (file) => readFileSync(join(samples, file), 'utf8').replace(/^\ufeff/, '').replace(/\r\n?|\n/g, '\r');

// Where two readings differ; nothing where they are alike.
function difference(ours, theirs) {
    if (ours.length !== theirs.length) return `${ours.length} segments, not ${theirs.length}`;
    for (const [i, segment] of ours.entries()) {
        const other = trimmed(theirs[i]);
        if (segment[0] !== other[0]) return `segment ${i + 1} is ${segment[0]}, not ${other[0]}`;
        if (segment.length !== other.length) return `${segment[0]} (${i + 1}) has ${segment.length - 1} fields, not ${other.length - 1}`;
        const place = segment.findIndex((field, at) => field !== other[at]);
        if (place >= 0) return `${segment[0]}-${place} (${i + 1}) is '${segment[place]}', not '${other[place]}'`;
    }
    return undefined;
}

let wrong = 0;
let segments = 0;
let fields = 0;
function expectAlike(what, text) {
    const ours = byProgram(text);
    segments += ours.length;
    fields += ours.reduce((sum, segment) => sum + segment.length - 1, 0);
    for (const [name, parse] of Object.entries(libraries)) {
        const found = difference(ours, parse(text));
        if (found === undefined) continue;
        wrong += 1;
        console.log(`${what}, by ${name}: ${found}`);
    }
}

const own = results(1, 'p1', [['8310-5', 'Body temperature', '38.6', 'Cel'], ['8480-6', 'Systolic blood pressure', '84', 'mm[Hg]']]);
expectAlike('a message of ours', own);
for (const altered of [own.replace('38.6', '38.7'), own.replace(/OBX\|2[^\r]*\r/, ''), own.replace('|F|', '||'), own.replace('OBX|1', 'OBR|1')]) {
    for (const [name, parse] of Object.entries(libraries)) {
        if (difference(byProgram(own), parse(altered)) !== undefined) continue;
        wrong += 1;
        console.log(`by ${name}: nothing is noticed of ${altered}`);
    }
}

const files = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.hl7')) : [];
if (files.length === 0) console.log(`NO HL7 v2 SAMPLES IN ${samples}: NOT ONE OF THEM IS COMPARED`);
else assert.ok(files.length > 50, `${files.length} samples`);
for (const file of files) expectAlike(file, sampleIn(file));
console.log(`${files.length} public messages and one of ours, ${segments} segments, ${fields} fields, ${wrong} differences`);
process.exit(wrong === 0 ? 0 : 1);
