export interface TopologyBox {
  /** `member:node1`, `proxy:haproxy`, `repository`, `no-leader`, `source`. */
  readonly id: string;
  /** `source`: what a standby cluster follows. */
  readonly kind: 'proxy' | 'member' | 'repository' | 'no-leader' | 'source';
  /** The member's or proxy's name; empty for the others. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Drawn with one line of figures, because there are many. */
  readonly compact: boolean;
}

export interface TopologyEdge {
  readonly id: string;
  readonly kind: 'writes' | 'reads' | 'wal' | 'archive';
  /** Ids of boxes. */
  readonly from: string;
  readonly to: string;
  /** SVG path data; begins on the edge of `from` and ends on the edge of `to`. */
  readonly path: string;
  /** Where a few letters that end at its arrow head can stand; null where there is no room. */
  readonly label: { readonly x: number; readonly y: number } | null;
}

export interface TopologyLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly TopologyBox[];
  readonly edges: readonly TopologyEdge[];
}

/** Heights and offsets in px that the drawn boxes keep to, so that edges end where they should. */
export const topologySizes = {
  member: 104,
  memberCompact: 66,
  repository: 85,
  /** Above the first port of a proxy's box. */
  proxyHead: 42,
  port: 46,
  portGap: 8,
  /** Below the last port. */
  proxyFoot: 42,
  source: 66,
  /** A proxy's box without any port, such as one that is not configured. */
  proxyEmpty: 104,
} as const;
