-- A file of schema 2, as the program wrote it: one administrator, one feed, one patient.
BEGIN TRANSACTION;
CREATE TABLE migration(step INTEGER PRIMARY KEY, digest TEXT NOT NULL) STRICT;
INSERT INTO migration VALUES(1,'958eb9b901e71e64140f10fda9a41d0375e048bb314708e532a0d80c3e6c1bd9');
INSERT INTO migration VALUES(2,'869fd949c29af22aac32818e246b216c7c911fef37ced74d6512fec282bce3ed');
CREATE TABLE record(
    number INTEGER PRIMARY KEY, patient TEXT NOT NULL, form INTEGER NOT NULL, source TEXT NOT NULL,
    version TEXT NOT NULL, effective INTEGER NOT NULL, received INTEGER NOT NULL, text TEXT NOT NULL,
    hash TEXT NOT NULL, UNIQUE(source, version)) STRICT;
INSERT INTO record VALUES(1,'p1',0,'api 9692779897457842','e6e14418f13c8c6b1c6eea0672bc87b17ab152d81a21b65184dd3288eb3b7b5f',1796000400000000,1796003062501891,'{"time":"2026-11-30T01:00:00Z","item":"birth_date","value":"1961-05-02","unit":""}','b4ec0ae83b32c597c54174a37d1b94a66a03da6abf96104fa3bc32cd595fe939');
CREATE TABLE assessment(
    number INTEGER PRIMARY KEY, patient TEXT NOT NULL, as_of INTEGER NOT NULL, last_record INTEGER NOT NULL,
    guideline TEXT NOT NULL, digest TEXT NOT NULL, hash TEXT NOT NULL, clock_doubt INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO assessment VALUES(1,'p1',1796003062501891,1,'sha256:c82d598d48f862743be92fe201e4082ea5e565596bb38a43c29919615f928a20','464efcc7b6a64664daffac3f3842ce26e75336d5fb6fcb78e1eec8ab73bff280','1f6ab13a1e26e04e40473b072ef2fb651bf290a67e9b41065bed7a0199c15b3c',0);
CREATE TABLE alert(
    row INTEGER PRIMARY KEY, number INTEGER NOT NULL, patient TEXT NOT NULL, condition TEXT NOT NULL,
    priority INTEGER NOT NULL, state INTEGER NOT NULL, over INTEGER NOT NULL, told INTEGER NOT NULL,
    words TEXT NOT NULL, text TEXT NOT NULL, raised_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL,
    snoozed_until INTEGER NOT NULL, late INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE event(
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, patient TEXT NOT NULL, json TEXT NOT NULL,
    hash TEXT NOT NULL) STRICT;
INSERT INTO event VALUES(1,'assessment','p1','{"patient":"p1","as_of":"2026-11-30T01:44:22.501891Z","guideline":{"packs":["astct-2019@1.0.0","management@1.0.0","scales@1.0.0"],"site":null,"fingerprint":"sha256:c82d598d48f862743be92fe201e4082ea5e565596bb38a43c29919615f928a20"},"therapy":null,"crs":{"scale":"ASTCT 2019","grade":null,"at_least":0,"at_most":4,"treat_as":0,"under_treatment":false,"episode":null,"reasons":[{"statement":"ASTCT.G1.fever","truth":"unknown","text":"Fever from 38.0 °C that no other cause explains is grade 1.","evidence":[]},{"statement":"ASTCT.G2.hypotension","truth":"unknown","text":"Hypotension that needs no vasopressor is grade 2, whether or not it answers to fluid. Limits by age: systolic below 60 to 90 mmHg; the birth date is not known.","evidence":[]},{"statement":"ASTCT.G3.oxygen","truth":"unknown","text":"Hypoxia that needs more than 6 L/min through a nasal cannula, a face mask, a Venturi mask or a non-rebreather is grade 3.","evidence":[]},{"statement":"ASTCT.G4.positive_pressure","truth":"unknown","text":"Hypoxia that needs positive pressure is grade 4: CPAP, BiPAP or a ventilator.","evidence":[]}],"treat_as_reasons":[]},"icans":{"scale":"ASTCT 2019","grade":null,"at_least":0,"at_most":4,"reasons":[{"statement":"ICANS.G1.ice","truth":"unknown","text":"An ICE score from 7 to 9 is grade 1.","evidence":[]},{"statement":"ICANS.G2.ice","truth":"unknown","text":"An ICE score from 3 to 6 is grade 2.","evidence":[]},{"statement":"ICANS.G3.ice","truth":"unknown","text":"An ICE score from 0 to 2 in a patient who is awake is grade 3.","evidence":[]},{"statement":"ICANS.G4.consciousness","truth":"unknown","text":"A patient who cannot be woken, or only by vigorous or repeated touch, is grade 4; so is stupor or coma.","evidence":[]}]},"hlh":{"status":"unknown","reasons":[]},"recommendations":[],"timers":[],"gaps":[{"item":"temperature","last_seen":null,"ask":"What is the temperature now?","could_change":"crs","statement":"ASTCT.ask.temperature"},{"item":"systolic_bp","last_seen":null,"ask":"What is the blood pressure now?","could_change":"crs","statement":"ASTCT.ask.blood_pressure"},{"item":"oxygen_device","last_seen":null,"ask":"Which oxygen device does the patient have now, and at what flow? Chart room air if there is none.","could_change":"crs","statement":"ASTCT.ask.oxygen_device"},{"item":"spo2","last_seen":null,"ask":"What is the oxygen saturation now, on room air?","could_change":"crs","statement":"ASTCT.ask.spo2"},{"item":"therapy","last_seen":null,"ask":"Which therapy was given, and when?","could_change":"crs","statement":"ASTCT.ask.therapy"},{"item":"ice_score","last_seen":null,"ask":"What is the ICE score now, 0 to 10? Ask in the patient''s own language, with glasses and hearing aids.","could_change":"icans","statement":"ICANS.ask.ice"},{"item":"consciousness","last_seen":null,"ask":"Is the patient awake? If not, does voice, touch or nothing wake the patient?","could_change":"icans","statement":"ICANS.ask.consciousness"}],"rejected":[{"where":"api 9692779897457842","what":"birth_date = 1961-05-02","why":"the column time must hold the birth date as in 1961-05-02, not ''2026-11-30T01:00:00Z''"}],"corticosteroid_plan":[],"changes_at":null}','0f9447c7c0c126fb0e963e28763fe6e85b5a7d33416716c2401cdb9b37295914');
CREATE TABLE audit(
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    object TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
INSERT INTO audit VALUES(1,1796003002160933,'operator','account open','admin m.ortega','52fceaabc3e53c0a536623b1535fd54ac2365b9074094b00ee5e93ca21b51d43');
INSERT INTO audit VALUES(2,1796003002172750,'operator','account open','integration feed','3f32a6ebbb213c7e44514d60addfcc2e4ee8ce2c0c85c70d5f0d7d88c75c42a7');
CREATE TABLE account(
    row INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, credential TEXT NOT NULL,
    changed_at INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
INSERT INTO account VALUES(1,'m.ortega','admin','$scrypt$ln=17,r=8,p=1$vEB/dQi88aYPSYuEafvoEA$3q6LDN8aGYKVKxq8pJuUFXgZf8XBjvvM7ymTZ8VxN20',1796003002160771,'2dc7415f62779b08203d377b9d884e35bd2fdd4cbbc566cc3b3059f69e63f4c0');
INSERT INTO account VALUES(2,'feed','integration','f2fa0195f4315ed2453f5b1345fde43e16436fa934dba560e1ebcd2298963525',1796003002172319,'17438277e4a2b0c5e0cf706bdbd3a3d76eb43c51a8d125e87f52bc80afc27ec1');
CREATE INDEX record_of_patient ON record(patient, number);
CREATE INDEX assessment_of_patient ON assessment(patient, number);
CREATE INDEX alert_rows ON alert(number, row);
COMMIT;
PRAGMA application_id = 1397446449;
PRAGMA user_version = 2;
