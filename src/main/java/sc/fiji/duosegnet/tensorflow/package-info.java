/**
 * The engine's implementation on TensorFlow Java. Loaded by a class loader of its own; nothing
 * outside refers to this package.
 */
package sc.fiji.duosegnet.tensorflow;
