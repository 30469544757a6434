import { expect, it } from 'vitest'

import { copied, movedIn, movedOut, movedTo, placeOf, stepped, withNode, withoutNode } from '@/features/segments/builder/edit'
import { aClause, aGroup, type Group, newId, type RuleNode } from '@/features/segments/builder/nodes'
import { nodeAt, writeRule } from '@/features/segments/builder/write'

const a = aClause({ kind: 'segment', code: 'a', isIn: true })
const b = aClause({ kind: 'segment', code: 'b', isIn: true })
const c = aClause({ kind: 'segment', code: 'c', isIn: true })
const inner = aGroup('or', [b, c])
const root = aGroup('and', [a, inner])

function said(node: RuleNode): string {
  if (node.kind === 'group') return `${node.isNot ? '!' : ''}${node.join}(${node.parts.map(said).join(' ')})`
  return node.kind === 'segment' ? node.code : node.kind
}

it.each<[string, Group, string]>([
  ['down into the next place', stepped(root, a.id, 1), 'and(or(b c) a)'],
  ['up within its group', stepped(root, c.id, -1), 'and(a or(c b))'],
  ['up past the first place, before its group', stepped(root, b.id, -1), 'and(a b or(c))'],
  ['down past the last place, behind its group', stepped(root, c.id, 1), 'and(a or(b) c)'],
  ['out of its group', movedOut(root, b.id), 'and(a or(c) b)'],
  ['into the group before it', movedIn(movedOut(root, c.id), c.id), 'and(a or(b c))'],
  ['into a group of its own', movedIn(root, a.id), 'and(or(a) or(b c))'],
  ['into another group by drag', movedTo(root, a.id, inner.id, 1), 'and(or(b a c))'],
  ['not into itself', movedTo(root, inner.id, inner.id, 0), 'and(a or(b c))'],
  ['nowhere from the top', stepped(root, a.id, -1), 'and(a or(b c))'],
])('moves %s', (_, moved, expected) => {
  expect(said(moved)).toBe(expected)
  expect(said(root)).toBe('and(a or(b c))')
})

it('replaces and removes at any depth', () => {
  expect(said(withNode(root, { ...b, code: 'z' } as RuleNode))).toBe('and(a or(z c))')
  expect(said(withoutNode(root, b.id))).toBe('and(a or(c))')
})

it('copies with ids of their own', () => {
  const copy = copied(inner, newId)
  expect(said(copy)).toBe('or(b c)')
  expect(copy.kind === 'group' && copy.parts.some((part) => part.id === b.id || part.id === c.id)).toBe(false)
})

it('knows where in the rule each clause came to stand, and whose fault a path is', () => {
  const { paths } = writeRule(root)
  expect(paths.get(c.id)).toBe('/and/1/or/1')
  expect(nodeAt(paths, '/and/1/or/1/in_segment/0')).toBe(c.id)
  expect(nodeAt(paths, '/and/1')).toBe(inner.id)
  const denied = writeRule(aGroup('and', [{ ...inner, isNot: true }]))
  expect(denied.paths.get(b.id)).toBe('/!/0/or/0')
})

it('leaves out groups without parts', () => {
  expect(writeRule(aGroup('and', [a, aGroup('or', [])])).rule).toEqual({ in_segment: ['a'] })
  expect(writeRule(aGroup('and', [aGroup('or', [])])).rule).toBeNull()
  expect(placeOf(root, root.id)).toBeNull()
})
