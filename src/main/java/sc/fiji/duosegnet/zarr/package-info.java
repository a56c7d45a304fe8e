/**
 * OME-Zarr images of Zarr versions 2 and 3 in folders: metadata, chunks and pyramids. Chunks are
 * read when they are needed and written one by one, each complete or not at all, so that several
 * programs can write one array.
 *
 * <p>The Zarr libraries that Maven Central holds whole read version 2 only, or need NetCDF classes
 * that are not there; the format itself is a folder of compressed arrays.
 */
package sc.fiji.duosegnet.zarr;
