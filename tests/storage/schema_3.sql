-- A file of schema 3, as the program wrote it: one administrator who is signed in, one feed, one patient.
BEGIN TRANSACTION;
CREATE TABLE account(
    row INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, credential TEXT NOT NULL,
    changed_at INTEGER NOT NULL, hash TEXT NOT NULL, units TEXT NOT NULL DEFAULT '', factors TEXT NOT NULL DEFAULT '', subject TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "account" VALUES(1,'m.ortega','admin','$scrypt$ln=17,r=8,p=1$H6VRn0hQQ7nk75VmtMzlwQ$OLM/z6Aj+k+c0/BJGHK5lRd+he5UTQmh78Tlb3SA/Qg',1796061027300354,'d2592bc23b06d9c9c10c3f1f20202b9655f9298c72c26e277c582933a8b12381','','','');
INSERT INTO "account" VALUES(2,'feed','integration','77d34d1d25540d6c625da29545e2b60f86ee7ed3e616b229b6e53f7914d71e88',1796061027330783,'f7f34bbf7b05ba91dc3ee0dbd167e1fa4055e8bdea2f7de4c80839b991d336c3','','','');
CREATE TABLE alert(
    row INTEGER PRIMARY KEY, number INTEGER NOT NULL, patient TEXT NOT NULL, condition TEXT NOT NULL,
    priority INTEGER NOT NULL, state INTEGER NOT NULL, over INTEGER NOT NULL, told INTEGER NOT NULL,
    words TEXT NOT NULL, text TEXT NOT NULL, raised_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL,
    snoozed_until INTEGER NOT NULL, late INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TABLE assessment(
    number INTEGER PRIMARY KEY, patient TEXT NOT NULL, as_of INTEGER NOT NULL, last_record INTEGER NOT NULL,
    guideline TEXT NOT NULL, digest TEXT NOT NULL, hash TEXT NOT NULL, clock_doubt INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "assessment" VALUES(1,'p1',1796061029389759,1,'sha256:c82d598d48f862743be92fe201e4082ea5e565596bb38a43c29919615f928a20','a6d48013ba4735ea63fa35d5f76a48f0a5e361994753de8eadf862fadfc973a8','7b59c8d74bde0c2b5ccc2aa554695535f4f26358f2c90ea47e1da358d4c11e3b',0);
CREATE TABLE audit(
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    object TEXT NOT NULL, hash TEXT NOT NULL, context TEXT NOT NULL DEFAULT '') STRICT;
INSERT INTO "audit" VALUES(1,1796061027300360,'operator','account open','admin m.ortega','2a4dfccfa7f945fe45b17e0e83aa093c3e9f44e2b6cbfbb0c17aa9b27453056e','{"role":"operator","boot":"862c10ad-bdfc-4ba2-8c38-c1e60bab8471","up_ms":58390468,"program":"0.1.0","after":"6fb91e243824362800ffb3aab3b9a13ec83416349499a3c197c60237b24faeea"}');
INSERT INTO "audit" VALUES(2,1796061027350186,'operator','account open','integration feed','c0cbb9e41194bf535b27a0d5d5fb5ec31a5bc59a93ef9c209b7277ea32311a6f','{"role":"operator","boot":"862c10ad-bdfc-4ba2-8c38-c1e60bab8471","up_ms":58390517,"program":"0.1.0","after":"ac49624c9ab217d877a839257b817edba031c6d953b5114ae3cc5d4c4a1872e6"}');
INSERT INTO "audit" VALUES(3,1796061027441424,'stormkeel','guideline version','packs 0f66bc8bfada79c39a1c3bae65590b1e415d55a92a034f3dbf67dcf12825faaf','69cc03c6a00610bc6dc0e0628821d83fda1f9c4a81f9f9e5c90811fc93af2776','{"boot":"862c10ad-bdfc-4ba2-8c38-c1e60bab8471","up_ms":58390608,"program":"0.1.0","guideline":"sha256:c82d598d48f862743be92fe201e4082ea5e565596bb38a43c29919615f928a20","after":"0f66bc8bfada79c39a1c3bae65590b1e415d55a92a034f3dbf67dcf12825faaf"}');
INSERT INTO "audit" VALUES(4,1796061029389748,'feed','feed speaks','','99132046fffccde8683b2dc27fd5370c1a114204089b8fcd331a1b1cd861ae80','{"boot":"862c10ad-bdfc-4ba2-8c38-c1e60bab8471","up_ms":58392616,"program":"0.1.0","guideline":"sha256:c82d598d48f862743be92fe201e4082ea5e565596bb38a43c29919615f928a20"}');
INSERT INTO "audit" VALUES(5,1796061029877984,'m.ortega','sign in','admin m.ortega','99c9a4310d4d5eaac0b1c0f93458f3dd547adfb50b552d7c4331ab715d4563ab','{"role":"anyone","boot":"862c10ad-bdfc-4ba2-8c38-c1e60bab8471","up_ms":58393044,"program":"0.1.0","guideline":"sha256:c82d598d48f862743be92fe201e4082ea5e565596bb38a43c29919615f928a20"}');
INSERT INTO "audit" VALUES(6,1796061029886984,'stormkeel','tables','record 1 assessment 1 alert 0 event 1 account 2 cosign 1','02eb42dc7a2148f9b99152897cdab611a820c9d4b873615112250115035094aa','{"boot":"862c10ad-bdfc-4ba2-8c38-c1e60bab8471","up_ms":58393053,"program":"0.1.0","guideline":"sha256:c82d598d48f862743be92fe201e4082ea5e565596bb38a43c29919615f928a20"}');
CREATE TABLE cosign(
    row INTEGER PRIMARY KEY, number INTEGER NOT NULL, kind TEXT NOT NULL, state INTEGER NOT NULL,
    patient TEXT NOT NULL, object TEXT NOT NULL, reason TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,
    second TEXT NOT NULL, answer TEXT NOT NULL, changed_at INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
INSERT INTO "cosign" VALUES(1,1,'guideline version',0,'','0f66bc8bfada79c39a1c3bae65590b1e415d55a92a034f3dbf67dcf12825faaf','answers from the first start on','stormkeel',1796061027441424,'','',1796061027441424,'658c68d7505c22f1c1a6e93137e202d5204d6b115fa6dcbb09338d1b2ffbe19d');
CREATE TABLE event(
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL, patient TEXT NOT NULL, json TEXT NOT NULL,
    hash TEXT NOT NULL) STRICT;
INSERT INTO "event" VALUES(1,'assessment','p1','{"patient":"p1","as_of":"2026-11-30T17:50:29.389759Z","guideline":{"packs":["astct-2019@1.0.0","management@1.0.0","scales@1.0.0"],"site":null,"fingerprint":"sha256:c82d598d48f862743be92fe201e4082ea5e565596bb38a43c29919615f928a20"},"therapy":null,"crs":{"scale":"ASTCT 2019","grade":null,"at_least":0,"at_most":4,"treat_as":0,"under_treatment":false,"episode":null,"reasons":[{"statement":"ASTCT.G1.fever","truth":"unknown","text":"Fever from 38.0 °C that no other cause explains is grade 1.","evidence":[]},{"statement":"ASTCT.G2.hypotension","truth":"unknown","text":"Hypotension that needs no vasopressor is grade 2, whether or not it answers to fluid. Limits by age: systolic below 60 to 90 mmHg; the birth date is not known.","evidence":[]},{"statement":"ASTCT.G3.oxygen","truth":"unknown","text":"Hypoxia that needs more than 6 L/min through a nasal cannula, a face mask, a Venturi mask or a non-rebreather is grade 3.","evidence":[]},{"statement":"ASTCT.G4.positive_pressure","truth":"unknown","text":"Hypoxia that needs positive pressure is grade 4: CPAP, BiPAP or a ventilator.","evidence":[]}],"treat_as_reasons":[]},"icans":{"scale":"ASTCT 2019","grade":null,"at_least":0,"at_most":4,"reasons":[{"statement":"ICANS.G1.ice","truth":"unknown","text":"An ICE score from 7 to 9 is grade 1.","evidence":[]},{"statement":"ICANS.G2.ice","truth":"unknown","text":"An ICE score from 3 to 6 is grade 2.","evidence":[]},{"statement":"ICANS.G3.ice","truth":"unknown","text":"An ICE score from 0 to 2 in a patient who is awake is grade 3.","evidence":[]},{"statement":"ICANS.G4.consciousness","truth":"unknown","text":"A patient who cannot be woken, or only by vigorous or repeated touch, is grade 4; so is stupor or coma.","evidence":[]}]},"hlh":{"status":"unknown","reasons":[]},"recommendations":[],"timers":[],"gaps":[{"item":"temperature","last_seen":null,"ask":"What is the temperature now?","could_change":"crs","statement":"ASTCT.ask.temperature"},{"item":"systolic_bp","last_seen":null,"ask":"What is the blood pressure now?","could_change":"crs","statement":"ASTCT.ask.blood_pressure"},{"item":"oxygen_device","last_seen":null,"ask":"Which oxygen device does the patient have now, and at what flow? Chart room air if there is none.","could_change":"crs","statement":"ASTCT.ask.oxygen_device"},{"item":"spo2","last_seen":null,"ask":"What is the oxygen saturation now, on room air?","could_change":"crs","statement":"ASTCT.ask.spo2"},{"item":"therapy","last_seen":null,"ask":"Which therapy was given, and when?","could_change":"crs","statement":"ASTCT.ask.therapy"},{"item":"ice_score","last_seen":null,"ask":"What is the ICE score now, 0 to 10? Ask in the patient''s own language, with glasses and hearing aids.","could_change":"icans","statement":"ICANS.ask.ice"},{"item":"consciousness","last_seen":null,"ask":"Is the patient awake? If not, does voice, touch or nothing wake the patient?","could_change":"icans","statement":"ICANS.ask.consciousness"}],"rejected":[{"where":"api 9692779897457842","what":"birth_date = 1961-05-02","why":"the column time must hold the birth date as in 1961-05-02, not ''2026-11-30T01:00:00Z''"}],"corticosteroid_plan":[],"changes_at":null}','b945c6b8fda4b8f03fa456a9058c0fe518442405111d2b5be87392fc2e1d5c7b');
CREATE TABLE migration(step INTEGER PRIMARY KEY, digest TEXT NOT NULL) STRICT;
INSERT INTO "migration" VALUES(1,'958eb9b901e71e64140f10fda9a41d0375e048bb314708e532a0d80c3e6c1bd9');
INSERT INTO "migration" VALUES(2,'869fd949c29af22aac32818e246b216c7c911fef37ced74d6512fec282bce3ed');
INSERT INTO "migration" VALUES(3,'dd72d4cd452a1c1fe8e31c87893db1ce259feed62c2049f13fb2b5c8708b9150');
CREATE TABLE record(
    number INTEGER PRIMARY KEY, patient TEXT NOT NULL, form INTEGER NOT NULL, source TEXT NOT NULL,
    version TEXT NOT NULL, effective INTEGER NOT NULL, received INTEGER NOT NULL, text TEXT NOT NULL,
    hash TEXT NOT NULL, UNIQUE(source, version)) STRICT;
INSERT INTO "record" VALUES(1,'p1',0,'api 9692779897457842','e6e14418f13c8c6b1c6eea0672bc87b17ab152d81a21b65184dd3288eb3b7b5f',1796000400000000,1796061029389759,'{"time":"2026-11-30T01:00:00Z","item":"birth_date","value":"1961-05-02","unit":""}','2cbe9cc95178531a410de627b0d5b42ee96546edeb27983707dbb6a3cf7c8750');
CREATE TABLE session(
    digest TEXT PRIMARY KEY, name TEXT NOT NULL, account TEXT NOT NULL, begun INTEGER NOT NULL,
    last_used INTEGER NOT NULL) STRICT;
INSERT INTO "session" VALUES('f69a0d3244b000591e787a193986e0ce83b78af76acf28a81f00fcdcd30f1472','m.ortega','04e0e6222b5cc94d981779c89701b621d4e3f2dc472ea03de90b8b6e9048544f',1796061029877984,1796061029877984);
CREATE INDEX record_of_patient ON record(patient, number);
CREATE INDEX assessment_of_patient ON assessment(patient, number);
CREATE INDEX alert_rows ON alert(number, row);
CREATE INDEX cosign_rows ON cosign(number, row);
COMMIT;
PRAGMA application_id = 1397446449;
PRAGMA user_version = 3;
