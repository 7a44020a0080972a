// Translates our CQL library to ELM with the public translator.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

const besides = (name) => fileURLToPath(new URL(name, import.meta.url));

export async function translate(cql) {
    // The translator's file access asks for a global `require` before its first line runs; Node 18 shows no global `crypto`.
    globalThis.require ??= require;
    globalThis.crypto ??= require('node:crypto').webcrypto;
    const { CqlTranslator, LibraryManager, ModelManager, createModelInfoProvider, stringAsSource } =
        await import('@cqframework/cql/cql-to-elm');
    const texts = {
        System: readFileSync(besides('system-modelinfo.xml'), 'utf8'),
        FHIR: readFileSync(require.resolve('cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml'), 'utf8'),
    };
    const models = new ModelManager();
    models.modelInfoLoader.registerModelInfoProvider(
        createModelInfoProvider((id) => (texts[id] === undefined ? null : stringAsSource(texts[id]))),
    );
    const translator = CqlTranslator.fromText(cql, new LibraryManager(models));
    // It throws nothing: what it found wrong has to be asked for.
    const found = translator.exceptions.asJsReadonlyArrayView();
    if (found.length > 0) throw new Error(found.map((each) => `${each.locator?.startLine ?? '?'}: ${each.message}`).join('\n'));
    return JSON.parse(translator.toJson());
}
