/**
 * Made from the rules by `npm run grammar`; a test fails when it is stale.
 */

/** How one construct of a rule is decided. */
export interface Decision {
  readonly at: 'or' | 'option' | 'many';
  /** Which of its kind in the rule, as the rule itself counts. */
  readonly occurrence: number;
  /** Names of the tokens that each alternative begins with, categories among them; of what is optional there is one. */
  readonly begins: readonly string[];
  /** Whether an alternative has a condition besides. */
  readonly gated?: true;
}

/** By the name of the rule. */
export const lookaheadTable: Readonly<Record<string, readonly Decision[]>> = {
  names: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Comma'],
    },
  ],
  namePattern: [
    {
      at: 'option',
      occurrence: 0,
      begins: ['LeftBracket'],
    },
  ],
  path: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Dot'],
    },
  ],
  value: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Comma'],
    },
  ],
  item: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Quantity', 'Word_every Name', 'Text', 'LeftBracket'],
    },
  ],
  quantityItem: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_ticks', 'Word_entries'],
    },
    {
      at: 'option',
      occurrence: 0,
      begins: ['DotDot'],
    },
    {
      at: 'option',
      occurrence: 2,
      begins: ['Word_ticks Word_entries'],
    },
    {
      at: 'option',
      occurrence: 3,
      begins: ['Word_every Name'],
    },
  ],
  nameItem: [
    {
      at: 'option',
      occurrence: 0,
      begins: ['Word_every'],
    },
    {
      at: 'option',
      occurrence: 2,
      begins: ['Name'],
    },
    {
      at: 'option',
      occurrence: 3,
      begins: ['Name'],
    },
  ],
  appliedName: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Quantity', 'LeftParen'],
    },
  ],
  args: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Comma'],
    },
  ],
  argument: [
    {
      at: 'option',
      occurrence: 0,
      begins: ['Segment'],
    },
  ],
  listItem: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Comma'],
    },
  ],
  periodic: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_taking', 'Word_timeout', 'Word_failures'],
    },
    {
      at: 'many',
      occurrence: 0,
      begins: ['Word_taking Word_timeout Word_failures'],
    },
  ],
  block: [
    {
      at: 'or',
      occurrence: 9,
      begins: ['Key', 'Name', 'Stray'],
    },
    {
      at: 'many',
      occurrence: 9,
      begins: ['Key Name Stray'],
    },
  ],
  wordItem: [
    {
      at: 'option',
      occurrence: 0,
      begins: ['LeftBrace'],
    },
    {
      at: 'option',
      occurrence: 2,
      begins: ['Quantity Word_every Name Text LeftBracket'],
    },
  ],
  targets: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Comma'],
    },
  ],
  target: [
    {
      at: 'option',
      occurrence: 0,
      begins: ['Word_random'],
    },
    {
      at: 'option',
      occurrence: 2,
      begins: ['Word_leader Word_followers Word_all'],
    },
  ],
  roleTarget: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_leader', 'Word_followers', 'Word_all'],
    },
  ],
  namedTarget: [
    {
      at: 'option',
      occurrence: 9,
      begins: ['Level'],
    },
  ],
  endpoint: [
    {
      at: 'option',
      occurrence: 9,
      begins: ['Level'],
    },
  ],
  links: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_from', 'Word_between', 'Word_of', 'Word_everywhere'],
    },
  ],
  actionParts: [
    {
      at: 'or',
      occurrence: 0,
      begins: [
        'TargetVerb',
        'Word_slow Word_fill Word_lose',
        'LinkTimingVerb',
        'LinkShareVerb',
        'Word_corrupt',
        'Word_partition',
        'Word_cut',
        'Word_heal',
        'Word_byzantine',
        'FlawVerb',
        'ChangeVerb',
        'MembershipVerb',
        'Word_surge',
      ],
    },
  ],
  diskAction: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_slow', 'Word_fill', 'Word_lose'],
    },
    {
      at: 'option',
      occurrence: 9,
      begins: ['Word_disk'],
    },
  ],
  corruptAction: [
    {
      at: 'option',
      occurrence: 9,
      begins: ['Word_disk'],
    },
    {
      at: 'option',
      occurrence: 0,
      begins: ['Quantity'],
    },
    {
      at: 'option',
      occurrence: 8,
      begins: ['Word_from Word_between Word_of Word_everywhere'],
    },
  ],
  linkTimingAction: [
    {
      at: 'option',
      occurrence: 8,
      begins: ['Word_from Word_between Word_of Word_everywhere'],
    },
  ],
  linkShareAction: [
    {
      at: 'option',
      occurrence: 8,
      begins: ['Word_from Word_between Word_of Word_everywhere'],
    },
  ],
  partitionAction: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Bar'],
    },
  ],
  fault: [
    {
      at: 'option',
      occurrence: 1,
      begins: ['Word_at Word_every Word_when'],
    },
    {
      at: 'option',
      occurrence: 2,
      begins: ['Word_randomly'],
    },
  ],
  trigger: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_at', 'Word_every', 'Word_when'],
    },
  ],
  everyTrigger: [
    {
      at: 'option',
      occurrence: 0,
      begins: ['PlusMinus'],
    },
    {
      at: 'option',
      occurrence: 2,
      begins: ['Word_from'],
    },
    {
      at: 'option',
      occurrence: 3,
      begins: ['Word_to'],
    },
  ],
  whenTrigger: [
    {
      at: 'option',
      occurrence: 3,
      begins: ['Word_write'],
    },
    {
      at: 'option',
      occurrence: 2,
      begins: ['Word_after'],
    },
  ],
  clauses: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_for', 'Word_by', 'Word_within', 'Word_failing', 'Word_crashing', 'Word_with', 'Word_as'],
    },
    {
      at: 'many',
      occurrence: 0,
      begins: ['Word_for Word_by Word_within Word_failing Word_crashing Word_with Word_as'],
    },
  ],
  withClause: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_probability', 'Word_mtbf', 'Word_mttr'],
    },
    {
      at: 'many',
      occurrence: 0,
      begins: ['Word_probability Word_mtbf Word_mttr'],
    },
  ],
  expectation: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Dot'],
    },
    {
      at: 'option',
      occurrence: 0,
      begins: ['Word_no'],
    },
    {
      at: 'option',
      occurrence: 2,
      begins: ['Word_is'],
    },
  ],
  metric: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Word_of'],
    },
  ],
  metricWords: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Word'],
    },
  ],
  tails: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_of', 'Word_during', 'Word_in'],
    },
    {
      at: 'many',
      occurrence: 0,
      begins: ['Word_of Word_during Word_in'],
    },
  ],
  timeSpan: [
    {
      at: 'option',
      occurrence: 0,
      begins: ['DotDot'],
    },
  ],
  topologyItems: [
    {
      at: 'or',
      occurrence: 9,
      begins: [
        'Domain',
        'Word_node Word_nodes',
        'Word_client',
        'Word_group',
        'Word_link',
        'Word_store',
        'Word_service',
        'Word_balancer',
        'Word_job',
        'Key',
        'Name',
        'Stray',
      ],
    },
    {
      at: 'many',
      occurrence: 9,
      begins: [
        'Domain Word_node Word_nodes Word_client Word_group Word_link Word_store Word_service Word_balancer Word_job Key Name Stray',
      ],
    },
  ],
  nodes: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_node', 'Word_nodes'],
    },
    {
      at: 'option',
      occurrence: 9,
      begins: ['LeftBrace'],
    },
  ],
  clients: [
    {
      at: 'option',
      occurrence: 9,
      begins: ['LeftBrace'],
    },
  ],
  group: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Comma'],
    },
    {
      at: 'option',
      occurrence: 9,
      begins: ['LeftBrace'],
    },
  ],
  link: [
    {
      at: 'option',
      occurrence: 9,
      begins: ['LeftBrace'],
    },
  ],
  linkScope: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_everywhere Word_within Word_between', 'Level Name'],
      gated: true,
    },
  ],
  linkKind: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Word_everywhere', 'Word_within', 'Word_between'],
    },
  ],
  linkPair: [
    {
      at: 'option',
      occurrence: 0,
      begins: ['BothArrow'],
    },
  ],
  store: [
    {
      at: 'option',
      occurrence: 0,
      begins: ['Word_using'],
    },
    {
      at: 'option',
      occurrence: 9,
      begins: ['LeftBrace'],
    },
  ],
  service: [
    {
      at: 'option',
      occurrence: 0,
      begins: ['LeftBrace'],
    },
  ],
  serviceBody: [
    {
      at: 'or',
      occurrence: 9,
      begins: ['Word_handle', 'Key', 'Name', 'Stray'],
    },
    {
      at: 'many',
      occurrence: 9,
      begins: ['Word_handle Key Name Stray'],
    },
  ],
  handler: [
    {
      at: 'or',
      occurrence: 9,
      begins: ['Key', 'Name', 'Stray'],
    },
    {
      at: 'many',
      occurrence: 9,
      begins: ['Key Name Stray'],
    },
  ],
  step: [
    {
      at: 'option',
      occurrence: 9,
      begins: ['LeftBrace'],
    },
  ],
  balancer: [
    {
      at: 'option',
      occurrence: 9,
      begins: ['LeftBrace'],
    },
  ],
  job: [
    {
      at: 'option',
      occurrence: 9,
      begins: ['LeftBrace'],
    },
  ],
  file: [
    {
      at: 'or',
      occurrence: 0,
      begins: [
        'Word_import',
        'Word_topology',
        'Word_policy',
        'Word_workload',
        'Word_faults',
        'Word_scenario',
        'Word_experiment',
        'Any RightBrace',
      ],
    },
    {
      at: 'many',
      occurrence: 0,
      begins: [
        'Word_import Word_topology Word_policy Word_workload Word_faults Word_scenario Word_experiment Any RightBrace',
      ],
    },
  ],
  policy: [
    {
      at: 'option',
      occurrence: 9,
      begins: ['LeftBrace'],
    },
  ],
  workload: [
    {
      at: 'or',
      occurrence: 9,
      begins: ['Word_from', 'Key', 'Name', 'Stray'],
    },
    {
      at: 'many',
      occurrence: 9,
      begins: ['Word_from Key Name Stray'],
    },
  ],
  faults: [
    {
      at: 'or',
      occurrence: 9,
      begins: [
        'Word_at Word_every Word_when Word_randomly TargetVerb Word_slow Word_fill Word_lose LinkTimingVerb LinkShareVerb Word_corrupt Word_partition Word_cut Word_heal Word_byzantine FlawVerb ChangeVerb MembershipVerb Word_surge',
        'Any',
      ],
    },
    {
      at: 'many',
      occurrence: 9,
      begins: [
        'Word_at Word_every Word_when Word_randomly TargetVerb Word_slow Word_fill Word_lose LinkTimingVerb LinkShareVerb Word_corrupt Word_partition Word_cut Word_heal Word_byzantine FlawVerb ChangeVerb MembershipVerb Word_surge Any',
      ],
    },
  ],
  scenario: [
    {
      at: 'or',
      occurrence: 9,
      begins: [
        'Word_at Word_every Word_when Word_randomly TargetVerb Word_slow Word_fill Word_lose LinkTimingVerb LinkShareVerb Word_corrupt Word_partition Word_cut Word_heal Word_byzantine FlawVerb ChangeVerb MembershipVerb Word_surge',
        'Word_set',
        'Word_expect',
        'Key',
        'Name',
        'Stray',
      ],
    },
    {
      at: 'many',
      occurrence: 9,
      begins: [
        'Word_at Word_every Word_when Word_randomly TargetVerb Word_slow Word_fill Word_lose LinkTimingVerb LinkShareVerb Word_corrupt Word_partition Word_cut Word_heal Word_byzantine FlawVerb ChangeVerb MembershipVerb Word_surge Word_set Word_expect Key Name Stray',
      ],
    },
    {
      at: 'option',
      occurrence: 9,
      begins: ['Text'],
    },
  ],
  experiment: [
    {
      at: 'or',
      occurrence: 9,
      begins: ['Word_set', 'Word_vary', 'Word_measure', 'Key', 'Name', 'Stray'],
    },
    {
      at: 'many',
      occurrence: 9,
      begins: ['Word_set Word_vary Word_measure Key Name Stray'],
    },
    {
      at: 'option',
      occurrence: 9,
      begins: ['Text'],
    },
  ],
  settingPath: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Dot'],
    },
  ],
  measure: [
    {
      at: 'many',
      occurrence: 0,
      begins: ['Comma'],
    },
  ],
  anything: [
    {
      at: 'or',
      occurrence: 0,
      begins: ['Any', 'RightBrace'],
    },
  ],
};
