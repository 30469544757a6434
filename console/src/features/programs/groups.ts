// The groups in which earning rules exclude each other, as a form edits them, and back. Pure. Not here: which rule is in which (rules.ts).
import { type Definition, freeCode, listOf, textOf } from '@/lib/tree'

export const GROUP_MODES = ['HIGHEST', 'FIRST', 'ALL'] as const

export interface RuleGroup {
  code: string
  mode: (typeof GROUP_MODES)[number]
}

/** The groups in their order. */
export function groupsOf(definition: Definition): RuleGroup[] {
  return listOf(definition['groups']).map((group) => ({ code: textOf(group['code']), mode: (textOf(group['mode']) || 'ALL') as RuleGroup['mode'] }))
}

/** The definition with one group more, under a code that no other has. */
export function withNewGroup(definition: Definition): Definition {
  const groups = groupsOf(definition)
  return { ...definition, groups: [...groups, { code: freeCode('best-offer', groups.map((group) => group.code)), mode: 'HIGHEST' }] }
}

/** The definition with a group changed; rules that name it go along with a new code. */
export function withGroup(definition: Definition, code: string, parts: Partial<RuleGroup>): Definition {
  const groups = groupsOf(definition).map((group) => (group.code === code ? { ...group, ...parts } : group))
  const isRenamed = parts.code !== undefined && parts.code !== code
  return { ...definition, groups, ...(isRenamed && { rules: renamed(definition, code, parts.code ?? code) }) }
}

/** The definition without the group; its rules stand by themselves. */
export function withoutGroup(definition: Definition, code: string): Definition {
  return { ...definition, groups: groupsOf(definition).filter((group) => group.code !== code), rules: renamed(definition, code, null) }
}

/** The codes of the rules in a group, in their order. */
export function rulesIn(definition: Definition, code: string): string[] {
  return listOf(definition['rules']).filter((rule) => rule['group_code'] === code).map((rule) => textOf(rule['code']))
}

function renamed(definition: Definition, before: string, after: string | null): unknown {
  return listOf(definition['rules']).map((rule) => (rule['group_code'] === before ? { ...rule, group_code: after } : rule))
}
