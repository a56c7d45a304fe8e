// Takes what only Spark brings out of the list of parts. The plugin that makes the list knows scopes
// only, and the engine, which is in the packages, has Spark's.
import groovy.json.JsonOutput
import groovy.json.JsonSlurper

final file = new File(project.build.directory as String, 'Duo-SegNet-sbom.json')
if (file.exists()) { // there is none without a network
  final list = new JsonSlurper().parse(file, 'UTF-8')
  final edges = list.dependencies.collectEntries { [it.ref, it.dependsOn ?: []] }
  final root = list.metadata.component.'bom-ref'
  final spark = edges[root].findAll { it.startsWith('pkg:maven/org.apache.spark/') }
  if (spark.isEmpty()) {
    throw new IllegalStateException("Spark is not among what $root depends on: ${edges[root]}")
  }
  edges[root] -= spark
  final kept = [] as LinkedHashSet
  final left = [root] as ArrayDeque
  while (left) {
    final ref = left.pop()
    if (kept.add(ref)) {
      left.addAll(edges[ref] ?: [])
    }
  }
  list.components = list.components.findAll { it.'bom-ref' in kept }
  list.dependencies = edges.findAll { it.key in kept }.collect { [ref: it.key, dependsOn: it.value] }
  file.setText(JsonOutput.prettyPrint(JsonOutput.toJson(list)), 'UTF-8')
}
