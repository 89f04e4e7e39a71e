const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Lemmas that name nothing, with any modifier: a phrase with such a head is dropped. */
export const EMPTY_HEADS = words(`
  thing way lot bit kind sort stuff time times day week month year hour minute second moment morning afternoon evening
  night today tomorrow yesterday tonight while weekend other one something anything everything nothing someone somebody anyone everyone
  nobody none no. other others point question answer idea sense reason fact case example instance matter issue
  thought opinion view word name term sentence statement comment remark note guy fella folk folks bloke lad gentleman lady ladies mate
  fellow buddy honourable hon colleague friend member sir madam chair chairman speaker floor
  couple number amount plenty handful dozen hundred thousand million billion percent per cent pound dollar euro
  half quarter rest bunch majority minority portion chunk pair variety type piece part side end
  beginning start top bottom middle front back left right place area spot line slide
  item aspect regard respect extent degree manner fashion turn go try look chance
  possibility opportunity need want wish hope hand eye head face
  course bye hello thanks thank welcome congratulation apology sorry yeah yes no okay ok hmm right
  difference difficulty mess stuff bug truth doubt
  beginning kick sec min max shot guess bet
  um uh mm dunno gonna gotta wanna cos cuz lemme wh th sh mmm mm-hmm huh ooh aye oops
  january february march april may june july august september october november december
  monday tuesday wednesday thursday friday saturday sunday
  mr mrs ms dr mr. mrs. ms. dr. mr.chair etc etcetera
  self myself yourself himself herself itself themselves ourselves
  vocalsound disfmarker nonvocalsound pause laughter laugh inaudible cough
  twos run counterpart will like
  mr.speaker i.e. e.g. a.m. p.m. am pm o'clock
`);

/** Lemmas that are too common alone, but may be the head of a phrase: "young people", "remote control". */
export const GENERIC_ALONE = words(`
  form page set deal error problem option choice position level mode trouble mistake step stage job work range series
  people person man woman child kid user customer someone group team company country world life home house room
  system process result number value use change order list data information detail report document paper book
  letter talk speech discussion meeting conversation presentation proposal plan decision action activity
  approach method solution role function feature version model format structure size length
  amount cost price money figure rate total average sum effect impact influence cause purpose goal aim target
  need demand request concern interest attention experience knowledge skill support help service product
  project programme program task work effort progress development improvement increase decrease
  condition situation circumstance context environment background history future past present state status
  basis base foundation ground source resource material object element component factor
  field subject topic theme category class kind standard quality quantity measure test check
  picture image video sound voice noise signal word language text code file folder computer machine device
  tool phone screen button key box table paper board desk door window wall car
  body arm leg hand finger foot water food air light fire
  line section chapter page paragraph bill member committee minister government party
  morning season period date deadline schedule agenda minute evidence review guideline recommendation
  staff evaluation designer manager office business market industry sector
  space distance direction speed power force weight colour color shape design style
  question response feedback input output access control contact connection link relation relationship
  advantage benefit disadvantage pro con risk loss gain
  event story news message call mail email
  trend pattern behaviour behavior responsibility
  community society family parent mother father brother sister boy girl baby
  city town street road school student teacher doctor
  importance concept notion principle rule law policy practice priority challenge pressure
  opposition hon motion clause amendment
  gap bar panel unit model mode analysis set-up set stuff parameter
`);

/** Heads that are replaced by the noun after their "of": "a range of services" is about services. */
export const LIGHT_HEADS = words(`
  lot bit kind sort couple number range variety type set series bunch group piece part amount majority plenty
  form example half rest handful share portion pair load ton selection array collection combination
  mixture host wealth most level dozen hundred thousand million
`);

/** Modifiers that do not change the meaning of a noun. They are left out of names. */
export const WEAK_MODIFIERS = words(`
  same other different good great bad big small little large new old own main such more most many much few several
  last next first second third final particular certain various able sure possible real actual nice whole entire
  better best worse worst important interesting right wrong true only single very additional another further
  specific general overall current recent previous former latter huge massive tremendous significant major minor key
  available necessary clear obvious simple easy hard difficult fine okay lovely wonderful excellent fantastic
  terrible horrible awful similar extra full due ongoing existing future past present potential
  future early late high low strong weak serious enough half double total complete absolute pure
  effective efficient appropriate relevant proper typical usual normal regular common
  happy glad sorry aware ready likely unlikely beautiful cool fancy funny crazy stupid
  numerous countless vast considerable substantial enormous incredible amazing
  honourable right-honourable hon. hon today yesterday above-mentioned so-called
  certain kind-of long short quick fast slow wider broader greater higher lower bigger smaller larger
  fewer less least upcoming following initial
`);

/** Empty heads that form a name with their modifier: "screen time", "rest days", "start times". */
export const COMPOUND_HEADS = words(`
  time times day week month year hour minute morning afternoon evening night weekend start
`);

/** Empty heads that form a name after a noun: "research question", "parking place". */
export const NOUN_COMPOUND_HEADS = words("area place line question term number item side idea need member statement");

/** Times that distinguish things: "morning light", "night work". */
export const DAYTIMES = words("morning afternoon evening night day weekend summer winter spring autumn");

/** Weak modifiers that change a statement: "short meetings improve focus" is no statement about meetings. */
export const MEASURES: ReadonlySet<string> = new Set([
  ...words(`
    short shorter long longer early earlier late later high higher low lower small smaller large larger big bigger
    slow slower weak weaker poor bad worse less fewer greater broader wider
  `),
  ...DAYTIMES,
]);

/** Weak modifiers that give a meaning to a common word: "good work". */
export const QUALITIES = words("good better clear new regular effective difficult hard");

/** Empty heads that are things if they have no determiner: "creativity depends on rest". */
export const BARE_NOUNS = words("rest opportunity hope doubt truth difficulty opinion");
