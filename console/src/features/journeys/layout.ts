// Where nodes stand on the canvas when nobody has put them there: in ranks from top to bottom. Not here: drawing (JourneyCanvas.vue).
import dagre from '@dagrejs/dagre'

import { branchesOf, branchOf, type Definition, type Position } from '@/features/journeys/definition'

export const NODE_WIDTH = 232
export const NODE_HEIGHT = 92

/** A place for every node; branches stand beside each other in the order of their node. */
export function laidOut(definition: Definition): Record<string, Position> {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 48, ranksep: 72, marginx: 16, marginy: 16 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of definition.nodes) graph.setNode(node.id, { width: NODE_WIDTH, height: NODE_HEIGHT })
  for (const node of definition.nodes) {
    const { needed, optional } = branchesOf(node)
    const known = new Set(definition.nodes.map((one) => one.id))
    for (const branch of [...needed, ...optional]) {
      const edge = definition.edges.find((one) => one.from === node.id && branchOf(one) === branch)
      if (edge && known.has(edge.to)) graph.setEdge(edge.from, edge.to, {}, branch)
    }
  }
  dagre.layout(graph)
  const centres = untangled(definition, Object.fromEntries(definition.nodes.map(({ id }) => [id, { x: graph.node(id).x ?? 0, y: graph.node(id).y ?? 0 }])))
  return Object.fromEntries(Object.entries(centres).map(([id, { x, y }]) => [id, { x: Math.round(x - NODE_WIDTH / 2), y: Math.round(y - NODE_HEIGHT / 2) }]))
}

// Dagre knows no order of the ways out of a node. From the top down, those in one row change places until they stand as their ways leave.
function untangled(definition: Definition, placed: Readonly<Record<string, Position>>): Record<string, Position> {
  const centres = { ...placed }
  for (const y of [...new Set(Object.values(placed).map((one) => one.y))].toSorted((one, other) => one - other)) {
    const row = Object.entries(centres).filter(([, one]) => one.y === y)
    const slots = row.map(([, one]) => one.x).toSorted((one, other) => one - other)
    const pulled = row.map(([id]) => ({ id, x: pull(definition, centres, id) })).toSorted((one, other) => one.x - other.x)
    pulled.forEach(({ id }, place) => (centres[id] = { x: slots[place] ?? 0, y }))
  }
  return centres
}

// The middle of the ways that lead to a node from above; where none does, where it stands.
function pull(definition: Definition, centres: Readonly<Record<string, Position>>, id: string): number {
  const here = centres[id] ?? { x: 0, y: 0 }
  const ways = definition.nodes.flatMap((source) => {
    const from = centres[source.id]
    if (from === undefined || from.y >= here.y) return []
    const { needed, optional } = branchesOf(source)
    const branches = [...needed, ...optional]
    const leading = definition.edges.filter((edge) => edge.from === source.id && edge.to === id)
    return leading.map((edge) => from.x + (NODE_WIDTH * (branches.indexOf(branchOf(edge)) + 1)) / (branches.length + 1))
  })
  return ways.length === 0 ? here.x : ways.reduce((sum, x) => sum + x, 0) / ways.length
}

/** Where every node stands: as somebody put it, or, where one has no place yet, as all of them are laid out. */
export function placesOf(definition: Definition): Record<string, Position> {
  const placed = definition.nodes.filter((node) => node.position !== undefined)
  if (placed.length === definition.nodes.length) return Object.fromEntries(placed.map((node) => [node.id, node.position ?? { x: 0, y: 0 }]))
  if (placed.length === 0) return laidOut(definition)
  const computed = laidOut(definition)
  return Object.fromEntries(definition.nodes.map((node) => [node.id, node.position ?? beside(definition, node.id) ?? computed[node.id] ?? { x: 0, y: 0 }]))
}

// A new node stands beneath the one that leads to it.
function beside(definition: Definition, id: string): Position | null {
  const incoming = definition.edges.find((edge) => edge.to === id)
  const source = definition.nodes.find((node) => node.id === incoming?.from)
  if (!incoming || !source?.position) return null
  const { needed } = branchesOf(source)
  const place = Math.max(0, needed.indexOf(branchOf(incoming)))
  return { x: source.position.x + (place - (needed.length - 1) / 2) * (NODE_WIDTH + 40), y: source.position.y + NODE_HEIGHT + 72 }
}
