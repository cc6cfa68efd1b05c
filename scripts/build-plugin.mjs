/**
 * `npm run build:plugin -- --kibana-version X.Y.Z [--kibana-version …]`: build/incidents-X.Y.Z.zip for each, which
 * `bin/kibana-plugin install file://…` takes. With `--folder DIR` what would be in the zip is left there, unpacked.
 */
import path from 'node:path';
import { bundlePlugin } from './build-plugin/bundle.mjs';
import { listFiles } from './build-plugin/files.mjs';
import { readOptions, WrongOption } from './build-plugin/options.mjs';
import { writeFolder, writeZip } from './build-plugin/output.mjs';
import { clone } from './install.mjs';

try {
  const { versions, folder } = readOptions(process.argv.slice(2));
  const bundle = await bundlePlugin();
  for (const version of versions) {
    const files = listFiles(bundle, version);
    if (folder === undefined) {
      const zip = path.join(clone, 'build', `incidents-${version}.zip`);
      process.stdout.write(`${path.relative(process.cwd(), zip)} ${await writeZip(zip, files)} bytes\n`);
    } else {
      writeFolder(folder, files);
      process.stdout.write(`${folder}\n`);
    }
  }
} catch (error) {
  const said = error instanceof WrongOption ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${said}\n`);
  process.exitCode = error instanceof WrongOption ? 2 : 1;
}
