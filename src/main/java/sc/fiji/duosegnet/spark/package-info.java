/**
 * Work spread over the machines of an Apache Spark cluster. Nothing here is loaded in ImageJ or
 * Fiji, which have no Spark. Images, model and results lie in folders that all machines see under
 * the same paths.
 */
package sc.fiji.duosegnet.spark;
