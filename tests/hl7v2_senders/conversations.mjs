// What each sender sends of a patient: admission, readings, drugs, and that two records are of one patient.
import assert from 'node:assert/strict';
import { administration, admission, joining, results } from './messages.mjs';
import { mllpSend } from './mllp_send.mjs';
import { senders } from './senders.mjs';

export const acknowledged = (answer, code, number) =>
    assert.ok(answer.includes(`MSA|${code}|${number}`), `not ${code} for ${number}: ${answer}`);

const readings = [
    ['8310-5', 'Body temperature', '38.6', 'Cel'],
    ['8480-6', 'Systolic blood pressure', '84', 'mm[Hg]'],
    ['8462-4', 'Diastolic blood pressure', '50', 'mm[Hg]'],
    ['59408-5', 'Oxygen saturation', '95', '%'],
];
const cells = { drug: 'Yescarta', at: '20260301090000+0000', until: '20260301093000+0000' };
const dose = { drug: 'tocilizumab', at: '20260303110000+0000', until: '20260303120000+0000', amount: 640, unit: 'mg' };
const pressor = { drug: 'norepinephrine', at: '20260303103000+0000', amount: '0.05', unit: 'ug/kg', per: 'M1' };

async function whole(ward, send) {
    const say = async (number, text, code = 'AA') => {
        const answer = await send(ward.mllpPort, text);
        acknowledged(answer, code, number);
        return answer;
    };
    const assessed = async () => (await ward.call('GET', '/api/patients/p1/assessment?at=2026-03-03T11:30:00Z')).json;
    const facts = async () => (await ward.call('GET', '/api/patients/p1/facts')).json.facts;

    await say(1, admission(1, 'p1'));
    await say(2, administration(2, 'p1', cells));
    await say(3, results(3, 'p1', readings));
    await say(4, administration(4, 'p1', pressor));
    const ill = await assessed();
    assert.deepEqual([ill.crs.at_least, ill.therapy.product], [3, 'axicabtagene_ciloleucel']);
    assert.equal((await ward.call('GET', '/api/ward')).json[0].birth_date, '1967-05-14');
    assert.deepEqual(ill.rejected, []);

    // Of another identifier, until they are told to be one.
    await say(5, administration(5, 'old', dose));
    const doses = async () => (await facts()).filter((fact) => fact.item === 'give:tocilizumab');
    assert.deepEqual(await doses(), []);
    await say(6, joining(6, 'p1', 'old'));
    assert.deepEqual((await doses()).map((fact) => [fact.time, fact.value, fact.unit]), [['2026-03-03T11:00:00Z', '640', 'mg']]);
    const board = (await ward.call('GET', '/api/ward')).json;
    assert.deepEqual(board.map((row) => row.patient), ['p1']);

    const before = [JSON.stringify(await assessed()), JSON.stringify(await facts())];
    await say(3, results(3, 'p1', readings));
    const other = await say(3, results(3, 'p1', [['8310-5', 'Body temperature', '36.6', 'Cel']]), 'AE');
    assert.match(other, /205\^/, 'another message under a number that was used');
    assert.deepEqual([JSON.stringify(await assessed()), JSON.stringify(await facts())], before);
    const useless = await say(7, results(7, 'p1', [['8310-5', 'Body temperature', '38.6', 'mm[Hg]']]));
    assert.match(useless, /ERR\|.*\|W\|.*does not fit/s, 'taken, and told what of it is not used');
}

const bySender = Object.fromEntries(Object.entries(senders).map(([name, send]) => [name, (ward) => whole(ward, send)]));

// The name of a drug that is none of ours stands in the answer as it was written.
async function isReadInItsCharacterSet(ward) {
    const namedSo = (number, charset) =>
        administration(number, `p${number}`, { ...dose, drug: `Grünöl-${number}` }, { charset });
    const sent = [
        ['1', Buffer.from(namedSo('1', '8859/1'), 'latin1')],
        ['2', Buffer.from(namedSo('2', 'UNICODE UTF-8'))],
    ];
    for (const [number, bytes] of sent) {
        acknowledged(await mllpSend(ward.mllpPort, bytes), 'AA', number);
        const { rejected } = (await ward.call('GET', `/api/patients/p${number}/assessment`)).json;
        assert.equal(rejected[0]?.what, `'Grünöl-${number}'`);
    }
    const unknown = await mllpSend(ward.mllpPort, namedSo('3', 'KLINGON'));
    acknowledged(unknown, 'AR', '3');
}

async function severalAreAnsweredInTheirOrder(ward) {
    const numbers = [11, 12, 13, 14, 15];
    const answers = await mllpSend(ward.mllpPort, ...numbers.map((number) => results(number, `p${number}`, readings)));
    assert.deepEqual([...answers.matchAll(/MSA\|AA\|(\d+)/g)].map((found) => Number(found[1])), numbers);
    assert.equal((await ward.call('GET', '/api/ward')).json.length, numbers.length);
}

export const conversations = {
    ...bySender,
    'each character set is read as MSH-18 tells': isReadInItsCharacterSet,
    'several messages on one connection are answered in their order': severalAreAnsweredInTheirOrder,
};
