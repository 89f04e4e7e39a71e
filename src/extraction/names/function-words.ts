/**
 * Words that hold a name together and name nothing: a name may have them though its chunk has not ("loss of sleep").
 * Negations are not among them, since they turn a name into its opposite; nor is any word with a meaning of its own.
 */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    "a an the this that these those some any each every either both such same other another own " +
    "and or but nor so as than then if because while whether " +
    "of in on at by to for from with into onto upon about across after along among around before behind below beneath " +
    "beside besides between beyond during inside like near off out outside over per since through throughout toward towards " +
    "under until up via within " +
    "i me my mine we us our ours you your yours he him his she her hers it its they them their theirs who whom whose which " +
    "what when where how there here oneself itself themselves yourself " +
    "am is are was were be been being do does did have has had having will would can could shall should may might must " +
    "being s t d m ll re ve n " +
    "de du des la le les el los las al del und von der den dem das ein eine et y e di da dos das van het een"
  ).split(" "),
);
