// Every rule of the rules test-suite goes through the builder and back. What comes out is kept beside the fixture;
// tests/contract/test_rule_builder.py decides both over the same customers.
import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { type Group, type RuleNode } from '@/features/segments/builder/nodes'
import { holdsExactly, type Kind, readRule } from '@/features/segments/builder/read'
import { writeRule } from '@/features/segments/builder/write'
import type { Json } from '@/features/segments/rule'

interface Suite {
  kinds: Record<string, Kind>
  rules: Json[]
}

const suites = JSON.parse(readFileSync('tests/fixtures/rules.json', 'utf8')) as Record<string, Suite>

function reading({ kinds }: Suite): (rule: Json) => Group {
  return (rule) => readRule(rule, (name) => kinds[name] ?? null)
}

function clauses(node: RuleNode): RuleNode[] {
  return node.kind === 'group' ? node.parts.flatMap(clauses) : [node]
}

it('writes of every rule what is kept in the fixture', async () => {
  const written = Object.fromEntries(
    Object.entries(suites).map(([name, suite]) => [name, suite.rules.map((rule) => (holdsExactly(rule) ? writeRule(reading(suite)(rule)).rule : null))]),
  )
  const lines = Object.entries(written).map(([name, rules]) => `"${name}": [\n${rules.map((rule) => JSON.stringify(rule)).join(',\n')}\n]`)
  await expect(`{\n${lines.join(',\n')}\n}\n`).toMatchFileSnapshot('../../../../tests/fixtures/rules.written.json')
})

it.each(Object.keys(suites))('reads what it wrote as the same tree: %s', (name) => {
  const suite = suites[name]!
  const read = reading(suite)
  for (const rule of suite.rules.filter(holdsExactly)) {
    const { rule: written } = writeRule(read(rule))
    expect(writeRule(read(written)).rule).toEqual(written)
  }
})

it('has a form for every rule that marketers are given, and for part of what chance draws', () => {
  const share = (suite: Suite): number => {
    const all = suite.rules.flatMap((rule) => clauses(reading(suite)(rule)))
    return all.filter((clause) => clause.kind !== 'raw').length / all.length
  }
  expect(share(suites['profile']!)).toBeGreaterThan(0.9)
  expect(share(suites['facts']!)).toBeGreaterThan(0.12)
})

it('never writes a rule whose numbers it could not hold', () => {
  expect(holdsExactly({ '>': [{ var: 'whole' }, JSON.parse('9007199254740993') as number] })).toBe(false)
  expect(holdsExactly({ '>': [{ var: 'ratio' }, 0.1] })).toBe(true)
})
