// The tree that the builder edits → JSONLogic, and where in it each node came to stand. Not here: whether the rule is valid (the API says so).
import { type Clause, type Group, isRelative, type Operand, type RuleNode, type Subject } from '@/features/segments/builder/nodes'
import type { Json } from '@/features/segments/rule'

export interface Written {
  /** null while nothing is asked of anybody. */
  rule: Json | null
  /** JSON Pointer into the rule, by the id of the node. */
  paths: ReadonlyMap<number, string>
}

/** The rule. Groups without parts are left out; a group of one is that one. */
export function writeRule(root: Group): Written {
  const paths = new Map<number, string>()
  const rule = groupOf(root, '', paths)
  return { rule, paths }
}

/** The node that stands at `path`, or the nearest around it; null for a path outside the rule. */
export function nodeAt(paths: ReadonlyMap<number, string>, path: string): number | null {
  const around = [...paths].filter(([, own]) => path === own || path.startsWith(`${own}/`))
  // Of a group of one and that one, which share a path, the inner was written later.
  return around.toSorted(([, a], [, b]) => a.length - b.length).at(-1)?.[0] ?? null
}

function nodeOf(node: RuleNode, path: string, paths: Map<number, string>): Json | null {
  if (node.kind === 'group') return groupOf(node, path, paths)
  paths.set(node.id, path)
  return clauseOf(node)
}

function groupOf(group: Group, path: string, paths: Map<number, string>): Json | null {
  const parts = group.parts.filter((part) => !isEmpty(part))
  if (parts.length === 0) return null
  paths.set(group.id, path)
  const inner = group.isNot ? `${path}/!/0` : path
  const [only] = parts
  const joined = parts.length === 1 && only ? nodeOf(only, inner, paths) : { [group.join]: parts.map((part, at) => nodeOf(part, `${inner}/${group.join}/${at}`, paths)) }
  return group.isNot ? { '!': [joined] } : joined
}

function isEmpty(node: RuleNode): boolean {
  return node.kind === 'group' && node.parts.every(isEmpty)
}

function clauseOf(clause: Clause): Json {
  switch (clause.kind) {
    case 'compare':
      return { [clause.symbol]: [subjectOf(clause.subject), operandOf(clause.value)] }
    case 'between':
      return { '<=': [operandOf(clause.least), subjectOf(clause.subject), operandOf(clause.most)] }
    case 'one_of':
      return { in: [subjectOf(clause.subject), [...clause.values]] }
    case 'contains':
      return { in: [clause.text, subjectOf(clause.subject)] }
    case 'flag':
      return { '==': [{ var: clause.name }, clause.isSet] }
    case 'known':
      return { [clause.isKnown ? '!=' : '==']: [subjectOf(clause.subject), null] }
    case 'consent':
      return unless(clause.isGiven, { consent: [clause.channel] })
    case 'segment':
      return unless(clause.isIn, { in_segment: [clause.code] })
    case 'raw':
      return clause.json
  }
}

function unless(holds: boolean, truth: Json): Json {
  return holds ? truth : { '!': [truth] }
}

function subjectOf(subject: Subject): Json {
  switch (subject.kind) {
    case 'feature':
      return { var: subject.name }
    case 'days_since':
      return { days_since: [{ var: subject.name }] }
    case 'date_part':
      return { date_part: [{ var: subject.name }, subject.part] }
    case 'bucket':
      return { random_bucket: [subject.salt, subject.of] }
    case 'events':
      return {
        events: [
          subject.measure,
          {
            type: subject.type,
            ...(subject.of !== null && { of: subject.of }),
            ...(subject.withinDays !== null && { within_days: subject.withinDays }),
            ...(subject.where !== null && { where: subject.where }),
          },
        ],
      }
  }
}

function operandOf(operand: Operand): Json {
  if (!isRelative(operand)) return operand
  return operand.count === 0 ? { today: [] } : { date_add: [{ today: [] }, operand.count, operand.unit] }
}
