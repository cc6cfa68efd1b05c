import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { readOptions } from '../../scripts/setup/options.mjs';
import { run } from '../../scripts/setup/run.mjs';
import { ADMIN_TOKEN } from './backend.ts';
import { FakeKibana, KIBANA_API_KEY, type KibanaRule } from './fake-kibana.ts';
import { ELASTICSEARCH_API_KEY, FakeServices } from './fake-services.ts';
import { House } from './house.ts';

interface Run {
  readonly signal?: AbortSignal;
  /** Somebody sits there, and says yes; this happens while the question waits. */
  readonly whileAsked?: () => unknown;
}

/** `npm run setup` with all that it speaks to, and a folder of configuration. */
export class SetupRun {
  kibana!: FakeKibana;

  private constructor(
    readonly house: House,
    readonly elasticsearch: FakeServices,
    readonly folder: string,
  ) {}

  /** With these services in production. */
  static async start(services: readonly string[]): Promise<SetupRun> {
    const elasticsearch = await FakeServices.start();
    elasticsearch.services = services.map((name) => ({ name, environment: 'production' }));
    const folder = await mkdtemp(path.join(tmpdir(), 'incidents-setup-'));
    const made = new SetupRun(await House.start(), elasticsearch, folder);
    made.kibana = await FakeKibana.start();
    return made;
  }

  async stop(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    await this.elasticsearch.stop();
    await this.kibana.stop();
    await this.house.stop();
  }

  /** Another Kibana in the place of the one that there was. */
  async upgrade(version: string): Promise<FakeKibana> {
    await this.kibana.stop();
    this.kibana = await FakeKibana.start({ version });
    return this.kibana;
  }

  async write(name: string, document: object): Promise<void> {
    await writeFile(path.join(this.folder, name), JSON.stringify(document, null, 2), { mode: 0o644 });
  }

  async maps(...mappings: readonly object[]): Promise<void> {
    await this.write('team-mapping.json', { mappings });
  }

  get environment(): Readonly<Record<string, string>> {
    return {
      ELASTICSEARCH_URL: this.elasticsearch.url,
      ELASTICSEARCH_API_KEY,
      KIBANA_URL: this.kibana.url,
      KIBANA_API_KEY,
      INCIDENTS_BACKEND_URL: this.house.backend.base,
      INCIDENTS_BACKEND_TOKEN: ADMIN_TOKEN,
    };
  }

  /** One run of the script; what it printed, and how it ended. */
  async run(verb: string, args: readonly string[] = [], { signal, whileAsked }: Run = {}) {
    const lines: string[] = [];
    const documents: Record<string, unknown>[] = [];
    const terminal = {
      say: (line: string) => void lines.push(line),
      give: (document: object) => void documents.push(document as Record<string, unknown>),
      progress: () => undefined,
      isTerminal: whileAsked !== undefined,
      input: whileAsked ? saysYes(whileAsked) : Readable.from([]),
    };
    const options = readOptions([verb, '--config', this.folder, ...args], this.environment);
    const code = await run(options, terminal, signal ?? new AbortController().signal);
    return { code, text: lines.join('\n'), document: documents[0] ?? {} };
  }

  /** The rule with this in its name. */
  rule(name: string): KibanaRule {
    const rules = this.kibana.rulesOf();
    const rule = rules.find((each) => each.name.includes(name));
    if (!rule) throw new Error(`no rule of ${name} among ${rules.map((each) => each.name).join('; ')}`);
    return rule;
  }
}

/** It is first read from when something was asked. */
function saysYes(first: () => unknown): Readable {
  let isAsked = false;
  return new Readable({
    read() {
      if (isAsked) return;
      isAsked = true;
      void Promise.resolve(first()).then(
        () => this.push('y\n'),
        (error: Error) => this.destroy(error),
      );
    },
  });
}
