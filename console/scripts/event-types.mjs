// Writes src/api/eventTypes.json from docs/asyncapi.json: which events there are and what they say. With --check it only compares.
import { readFile, writeFile } from 'node:fs/promises'

const contract = JSON.parse(await readFile(new URL('../../docs/asyncapi.json', import.meta.url), 'utf8'))
const target = new URL('../src/api/eventTypes.json', import.meta.url)

const kindOf = ({ type, anyOf = [] }) => type ?? anyOf.map((one) => one.type).find((one) => one && one !== 'null') ?? 'string'
const types = Object.values(contract.components.messages)
  .filter(({ name, payload }) => payload.properties?.type?.const === name)
  .map(({ name, summary, payload }) => ({
    name,
    summary,
    fields: Object.entries(payload.properties.data?.properties ?? {}).map(([field, shape]) => ({ name: field, kind: kindOf(shape) })),
  }))
const unique = [...new Map(types.map((one) => [one.name, one])).values()]
const wanted = `[\n${unique.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`

if (process.argv.includes('--check')) {
  const present = await readFile(target, 'utf8').catch(() => '')
  if (present !== wanted) {
    console.error('src/api/eventTypes.json is not what docs/asyncapi.json says: run `node scripts/event-types.mjs` and commit the result.')
    process.exit(1)
  }
} else {
  await writeFile(target, wanted)
}
