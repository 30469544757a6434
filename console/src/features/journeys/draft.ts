// Changes of a journey's definition: each gives a new definition and leaves the old one as it was. Pure. Not here: undoing them (history.ts).
import {
  type ActionKind,
  branchesOf,
  branchOf,
  type Definition,
  type JourneyEdge,
  type JourneyNode,
  NEXT,
  type NodeType,
  nodeOf,
  type Position,
  targetOf,
} from '@/features/journeys/definition'

/** A journey that has nothing but its beginning and its end. */
export function emptyDefinition(programCode: string, name: string, owner: string): Definition {
  return {
    program_code: programCode,
    name: { en: name, ar: name },
    owner,
    reentry: 'ONCE',
    nodes: [
      { id: 'start', type: 'START', trigger: { kind: 'EVENT', event_type: 'points.earned' } },
      { id: 'end', type: 'END' },
    ],
    edges: [{ from: 'start', to: 'end' }],
  }
}

/** Adds a node, and gives its id. `at.after`: it stands in the way that leads on from there, if one is free or leads to an end. */
export function addNode(
  definition: Definition,
  type: NodeType,
  at: { position?: Position; after?: string | null; branch?: string; actionKind?: ActionKind } = {},
): { definition: Definition; id: string } {
  const id = freeId(definition, type === 'ACTION' ? (at.actionKind ?? 'SEND').toLowerCase().replaceAll('_', '-') : type.toLowerCase())
  const node = blankNode(id, type, at.actionKind ?? 'SEND', at.position)
  const added = { ...definition, nodes: [...definition.nodes, node] }
  const before = nodeOf(definition, at.after ?? null)
  return { id, definition: before && type !== 'START' ? inserted(added, before, node, at.branch) : added }
}

/** Takes nodes out. Where what led to one has only one way on, that is joined again. */
export function removeNodes(definition: Definition, ids: readonly string[]): Definition {
  return ids.reduce(removeNode, definition)
}

/** A copy of the node beside it, without edges. */
export function copyNode(definition: Definition, id: string): { definition: Definition; id: string } | null {
  const node = nodeOf(definition, id)
  if (!node || node.type === 'START') return null
  const copyId = freeId(definition, id.replace(/-\d+$/, ''))
  const position = node.position && { x: node.position.x + 40, y: node.position.y + 40 }
  return { id: copyId, definition: { ...definition, nodes: [...definition.nodes, { ...structuredClone(node), id: copyId, ...(position && { position }) }] } }
}

/** Lets `branch` of a node lead to another, instead of where it led. An end has no way on, and none leads into a start. */
export function connect(definition: Definition, from: string, branch: string, to: string): Definition {
  const source = nodeOf(definition, from)
  if (!source || !mayConnect(definition, from, branch, to)) return definition
  return { ...definition, edges: [...without(definition.edges, from, branch), edge(from, branch, to)] }
}

/** Whether such an edge can be. */
export function mayConnect(definition: Definition, from: string, branch: string, to: string): boolean {
  const source = nodeOf(definition, from)
  const target = nodeOf(definition, to)
  if (!source || !target || target.type === 'START' || from === to) return false
  const { needed, optional } = branchesOf(source)
  return needed.includes(branch) || optional.includes(branch)
}

/** Lets `branch` lead nowhere. */
export function disconnect(definition: Definition, from: string, branch: string): Definition {
  return { ...definition, edges: without(definition.edges, from, branch) }
}

/** Puts nodes elsewhere on the canvas. */
export function moveNodes(definition: Definition, positions: Readonly<Record<string, Position>>): Definition {
  return { ...definition, nodes: definition.nodes.map((node) => (positions[node.id] ? { ...node, position: whole(positions[node.id]) } : node)) }
}

/** Replaces a node. Edges of branches that it no longer has are taken out; a CONDITION's renamed branch keeps its edge. */
export function replaceNode(definition: Definition, node: JourneyNode): Definition {
  const before = nodeOf(definition, node.id)
  const renamed = before ? renamedBranch(before, node) : null
  const { needed, optional } = branchesOf(node)
  const known = new Set([...needed, ...optional])
  const edges = definition.edges
    .map((one) => (renamed && one.from === node.id && branchOf(one) === renamed.from ? edge(node.id, renamed.to, one.to) : one))
    .filter((one) => one.from !== node.id || known.has(branchOf(one)))
  return { ...definition, nodes: definition.nodes.map((one) => (one.id === node.id ? node : one)), edges }
}

/** Calls a node by another id, everywhere. The old definition, where the id is taken or cannot be one. */
export function renameNode(definition: Definition, from: string, to: string): Definition {
  if (!/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(to) || to.length > 40 || nodeOf(definition, to)) return definition
  return {
    ...definition,
    nodes: definition.nodes.map((node) => (node.id === from ? { ...node, id: to } : node)),
    edges: definition.edges.map((one) => ({ ...one, from: one.from === from ? to : one.from, to: one.to === from ? to : one.to })),
  }
}

function inserted(definition: Definition, before: JourneyNode, node: JourneyNode, asked: string | undefined): Definition {
  const { needed } = branchesOf(before)
  const branch = asked ?? needed.find((one) => targetOf(definition, before.id, one) === null) ?? (needed.length === 1 ? needed[0] : undefined)
  if (branch === undefined) return definition
  const led = targetOf(definition, before.id, branch)
  const joined = connect(definition, before.id, branch, node.id)
  const [first] = branchesOf(node).needed
  return led !== null && first !== undefined ? connect(joined, node.id, first, led) : joined
}

function removeNode(definition: Definition, id: string): Definition {
  const ways = definition.edges.filter((one) => one.from === id && one.to !== id)
  const [only] = ways
  const on = ways.length > 0 && ways.every((one) => one.to === only?.to) ? (only?.to ?? null) : null
  const edges = definition.edges.flatMap((one) => {
    if (one.from === id) return []
    if (one.to !== id) return [one]
    return on === null || on === one.from ? [] : [edge(one.from, branchOf(one), on)]
  })
  return { ...definition, nodes: definition.nodes.filter((node) => node.id !== id), edges }
}

function renamedBranch(before: JourneyNode, after: JourneyNode): { from: string; to: string } | null {
  if (before.type !== 'CONDITION' || after.type !== 'CONDITION' || before.branches.length !== after.branches.length) return null
  const changed = before.branches.flatMap((way, place) => {
    const to = after.branches[place]?.branch ?? way.branch
    return to === way.branch ? [] : [{ from: way.branch, to }]
  })
  return changed.length === 1 ? (changed[0] ?? null) : null
}

function blankNode(id: string, type: NodeType, actionKind: ActionKind, position: Position | undefined): JourneyNode {
  const base = { id, ...(position && { position: whole(position) }) }
  switch (type) {
    case 'START':
      return { ...base, type, trigger: { kind: 'EVENT', event_type: 'points.earned' } }
    case 'CONDITION':
      return { ...base, type, branches: [{ branch: 'yes', rule: { '>=': [{ var: 'points.available' }, 100] } }] }
    case 'ACTION':
      return { ...base, type, action: blankAction(actionKind) }
    case 'WAIT':
      return { ...base, type, wait: { kind: 'DURATION', duration: { days: 1 } } }
    case 'END':
      return { ...base, type }
  }
}

/** An action of a kind, before anything is said about it. */
export function blankAction(kind: ActionKind): Extract<JourneyNode, { type: 'ACTION' }>['action'] {
  switch (kind) {
    case 'SEND':
      return { kind, message: { template_code: '' } }
    case 'AWARD_POINTS':
      return { kind, points: 50, reason: 'journey' }
    case 'ISSUE_VOUCHER':
      return { kind, pool_code: '' }
    case 'ADD_TO_LIST':
    case 'REMOVE_FROM_LIST':
      return { kind, segment_code: '' }
    case 'SET_ATTRIBUTE':
      return { kind, name: '', value: true }
    case 'WEBHOOK':
      return { kind, name: '' }
  }
}

function freeId(definition: Definition, stem: string): string {
  const taken = new Set(definition.nodes.map((node) => node.id))
  if (!taken.has(stem)) return stem
  let number = 2
  while (taken.has(`${stem}-${number}`)) number += 1
  return `${stem}-${number}`
}

function without(edges: readonly JourneyEdge[], from: string, branch: string): JourneyEdge[] {
  return edges.filter((one) => one.from !== from || branchOf(one) !== branch)
}

function edge(from: string, branch: string, to: string): JourneyEdge {
  return branch === NEXT ? { from, to } : { from, branch, to }
}

function whole(position: Position | undefined): Position {
  return { x: Math.round(position?.x ?? 0), y: Math.round(position?.y ?? 0) }
}
