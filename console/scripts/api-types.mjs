// Writes src/api/schema.d.ts from src/api/openapi.json; with --check it only compares, and fails when the two have drifted apart.
import { readFile, writeFile } from 'node:fs/promises'

import openapiTS, { astToString } from 'openapi-typescript'

const contract = new URL('../src/api/openapi.json', import.meta.url)
const types = new URL('../src/api/schema.d.ts', import.meta.url)
const head = '// Written by `npm run api` from openapi.json; change the API, never this file.\n\n'

const wanted = head + astToString(await openapiTS(contract, { alphabetize: true, exportType: true }))

if (process.argv.includes('--check')) {
  const present = await readFile(types, 'utf8').catch(() => '')
  if (present !== wanted) {
    console.error('src/api/schema.d.ts is not what src/api/openapi.json says: run `npm run api` and commit the result.')
    process.exit(1)
  }
  console.log('API types agree with openapi.json.')
} else {
  await writeFile(types, wanted)
  console.log('src/api/schema.d.ts written.')
}
